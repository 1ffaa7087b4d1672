select
    -- identifiers
    {{ document_part_key('j', 'project_number') }} || ':f' || fund_row_number as project_fund_key,
    {{ document_part_key('j', 'project_number') }} as project_key,
    document_key,
    project_number,
    fund_row_number,
    page_number,

    -- dimensions
    fund_source,
    printed_unit,

    -- facts
    initial_budget_yuan,
    annual_budget_yuan,
    executed_yuan,
    initial_budget_text,
    annual_budget_text,
    executed_text,
    weight,
    weight_text,
    execution_rate_text,
    score,
    score_text,

    -- metadata
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ admitted('project_funds') }} as landed
