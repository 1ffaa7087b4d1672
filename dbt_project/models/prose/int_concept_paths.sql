with recursive chains as (
    select
        concept_code,
        dimension,
        case when concept_code in ('total', 'current_year', 'current_expenditure') then '' else concept_code || '/' end as path
    from {{ ref('measure_concepts') }}
    where parent_concept_code is null or parent_concept_code = 'total'

    union all

    select
        concepts.concept_code,
        concepts.dimension,
        chains.path || concepts.concept_code || '/' as path
    from {{ ref('measure_concepts') }} as concepts
    inner join chains on concepts.parent_concept_code = chains.concept_code
    where concepts.parent_concept_code != 'total'
)

select
    -- identifiers
    concept_code,

    -- dimensions
    dimension as concept_dimension,
    case dimension when 'expenditure_type' then 'type' when 'three_public' then 'item' else dimension end as tree_dimension,
    case
        when dimension != 'source' then path
        -- 上年结转 splits again by fund, so the year of origin is the first level of the source tree
        when concept_code in ('prior_carryover', 'business_fund', 'own_account_balance') then path
        when concept_code = 'prior_carryover_fiscal' then 'prior_carryover/fiscal/'
        when concept_code = 'prior_carryover_non_fiscal' then 'prior_carryover/non_fiscal/'
        else 'current_year/' || path
    end as path
from chains
