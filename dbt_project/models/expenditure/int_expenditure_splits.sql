{#
    The all-funds expenditure statement split by fund with the fund statements of the same filing. A code is split only where
    the fund statements fit; what they do not explain is other_funds; where they do not fit the fund stays not_split.
#}
with leaves as (
    select
        *,
        case when unit_path = '' then 'own' else 'units' end as unit_scope
    from {{ ref('int_function_leaves') }}
),

-- the statement's own list and the lists of its units are alternatives, never added
all_funds as (
    select
        document_key,
        unit_scope,
        class_code,
        type_bucket,
        expenditure_type,
        fund_column,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        flatten(list(statement_line_keys order by statement_line_keys)) as statement_line_keys
    from leaves
    where statement_code = 'expenditure'
    group by document_key, unit_scope, class_code, type_bucket, expenditure_type, fund_column
),

funds as (
    select
        document_key,
        class_code,
        {{ fund_of_statement('statement_code') }} as fund_type,
        type_bucket,
        expenditure_type,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        flatten(list(statement_line_keys order by statement_line_keys)) as statement_line_keys
    from {{ ref('int_fund_leaves') }}
    group by document_key, class_code, fund_type, type_bucket, expenditure_type
),

fund_documents as (
    select distinct
        funds.document_key,
        coalesce(completeness.has_complete_funds, true) as has_complete_funds
    from funds
    left join {{ ref('int_fund_completeness') }} as completeness on funds.document_key = completeness.document_key
    where funds.fund_type = 'general_public'
),

all_fund_codes as (
    select
        document_key,
        unit_scope,
        class_code,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        bool_or(fund_column != 'not_split') as has_fund_columns,
        bool_and(type_bucket = 'not_split') as is_untyped
    from all_funds
    group by document_key, unit_scope, class_code
),

fund_codes as (
    select
        document_key,
        class_code,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        count(distinct fund_type) filter (where amount_yuan != 0) as fund_count,
        first(fund_type order by amount_yuan = 0, fund_type) as only_fund_type,
        bool_or(type_bucket = 'not_split') as has_untyped,
        bool_or(expenditure_type in ('basic_personnel', 'basic_public')) as has_staff_split
    from funds
    group by document_key, class_code
),

-- fund statements that stop at another level of the class tree say nothing about this code
other_level_codes as (
    select distinct
        codes.document_key,
        codes.class_code
    from all_fund_codes as codes
    inner join fund_codes
        on
            codes.document_key = fund_codes.document_key
            and substr(codes.class_code, 1, 3) = substr(fund_codes.class_code, 1, 3)
            and codes.class_code != fund_codes.class_code
            and (starts_with(codes.class_code, fund_codes.class_code) or starts_with(fund_codes.class_code, codes.class_code))
),

buckets as (
    select
        coalesce(alls.document_key, parts.document_key) as document_key,
        alls.unit_scope,
        coalesce(alls.class_code, parts.class_code) as class_code,
        alls.type_bucket,
        alls.amount_yuan as all_yuan,
        parts.amount_yuan as fund_yuan,
        alls.half_unit_yuan + coalesce(parts.half_unit_yuan, 0) as allowed_yuan
    from (
        select
            document_key,
            unit_scope,
            class_code,
            type_bucket,
            sum(amount_yuan) as amount_yuan,
            sum(half_unit_yuan) as half_unit_yuan
        from all_funds
        group by document_key, unit_scope, class_code, type_bucket
    ) as alls
    left join (
        select
            document_key,
            class_code,
            type_bucket,
            sum(amount_yuan) as amount_yuan,
            sum(half_unit_yuan) as half_unit_yuan
        from funds
        group by document_key, class_code, type_bucket
    ) as parts
        on alls.document_key = parts.document_key and alls.class_code = parts.class_code and alls.type_bucket = parts.type_bucket
),

bucket_fits as (
    select
        buckets.document_key,
        buckets.unit_scope,
        buckets.class_code,
        bool_and(
            coalesce(buckets.fund_yuan, 0) between least(buckets.all_yuan, 0) - buckets.allowed_yuan
            and greatest(buckets.all_yuan, 0) + buckets.allowed_yuan
        )
        -- every figure of the fund statements has found its place
        and abs(sum(coalesce(buckets.fund_yuan, 0)) - coalesce(any_value(fund_codes.amount_yuan), 0)) = 0 as fits
    from buckets
    left join fund_codes on buckets.document_key = fund_codes.document_key and buckets.class_code = fund_codes.class_code
    group by buckets.document_key, buckets.unit_scope, buckets.class_code
),

decided as (
    select
        codes.document_key,
        codes.unit_scope,
        codes.class_code,
        fund_codes.only_fund_type,
        case when coalesce(fund_documents.has_complete_funds, true) then 'other_funds' else 'not_split' end as rest_fund_type,
        case
            when codes.has_fund_columns then 'printed_columns'
            when fund_documents.document_key is null then 'no_fund_statement'
            when other_levels.class_code is not null then 'no_fund_statement'
            when fund_codes.class_code is null then 'other_funds'
            when abs(codes.amount_yuan - fund_codes.amount_yuan) > codes.half_unit_yuan + fund_codes.half_unit_yuan
                then case
                        when bucket_fits.fits then 'bucket_by_bucket'
                        -- types are unknown on one side: whole against whole
                        when
                            codes.is_untyped
                            and fund_codes.amount_yuan between least(codes.amount_yuan, 0) and greatest(codes.amount_yuan, 0)
                            then 'whole_with_rest'
                        else 'no_fit'
                    end
            when codes.is_untyped or (fund_codes.has_staff_split and not fund_codes.has_untyped and bucket_fits.fits)
                then 'fund_statements'
            when fund_codes.fund_count <= 1 then 'one_fund'
            when bucket_fits.fits then 'bucket_by_bucket'
            else 'no_fit'
        end as split_rule
    from all_fund_codes as codes
    left join fund_documents on codes.document_key = fund_documents.document_key
    left join fund_codes on codes.document_key = fund_codes.document_key and codes.class_code = fund_codes.class_code
    left join other_level_codes as other_levels
        on codes.document_key = other_levels.document_key and codes.class_code = other_levels.class_code
    left join bucket_fits
        on
            codes.document_key = bucket_fits.document_key
            and codes.unit_scope = bucket_fits.unit_scope
            and codes.class_code = bucket_fits.class_code
),

-- amounts of the all-funds statement, the fund told or left open
kept_whole as (
    select
        all_funds.document_key,
        all_funds.unit_scope,
        all_funds.class_code,
        all_funds.expenditure_type,
        case decided.split_rule
            when 'printed_columns' then all_funds.fund_column
            when 'one_fund' then decided.only_fund_type
            when 'other_funds' then decided.rest_fund_type
            else 'not_split'
        end as fund_type,
        decided.split_rule,
        all_funds.amount_yuan,
        all_funds.half_unit_yuan,
        all_funds.page_number,
        all_funds.statement_line_keys
    from all_funds
    inner join decided
        on
            all_funds.document_key = decided.document_key
            and all_funds.unit_scope = decided.unit_scope
            and all_funds.class_code = decided.class_code
    where decided.split_rule in ('printed_columns', 'no_fund_statement', 'other_funds', 'one_fund', 'no_fit')
),

-- amounts of the fund statements, which sum to the all-funds figure or leave a rest
from_funds as (
    select
        funds.document_key,
        decided.unit_scope,
        funds.class_code,
        funds.expenditure_type,
        funds.fund_type,
        decided.split_rule,
        funds.amount_yuan,
        funds.half_unit_yuan,
        funds.page_number,
        funds.statement_line_keys
    from funds
    inner join decided on funds.document_key = decided.document_key and funds.class_code = decided.class_code
    where decided.split_rule in ('fund_statements', 'bucket_by_bucket', 'whole_with_rest')
),

rests as (
    select
        buckets.document_key,
        buckets.unit_scope,
        buckets.class_code,
        case when buckets.type_bucket = 'basic' then 'basic' else buckets.type_bucket end as expenditure_type,
        decided.rest_fund_type as fund_type,
        decided.split_rule,
        buckets.all_yuan - coalesce(buckets.fund_yuan, 0) as amount_yuan,
        buckets.allowed_yuan as half_unit_yuan
    from buckets
    inner join decided
        on
            buckets.document_key = decided.document_key
            and buckets.unit_scope = decided.unit_scope
            and buckets.class_code = decided.class_code
    where
        decided.split_rule = 'bucket_by_bucket'
        and abs(buckets.all_yuan - coalesce(buckets.fund_yuan, 0)) > buckets.allowed_yuan

    union all

    select
        codes.document_key,
        codes.unit_scope,
        codes.class_code,
        'not_split' as expenditure_type,
        decided.rest_fund_type as fund_type,
        decided.split_rule,
        codes.amount_yuan - fund_codes.amount_yuan as amount_yuan,
        codes.half_unit_yuan + fund_codes.half_unit_yuan as half_unit_yuan
    from all_fund_codes as codes
    inner join decided
        on
            codes.document_key = decided.document_key
            and codes.unit_scope = decided.unit_scope
            and codes.class_code = decided.class_code
    inner join fund_codes on codes.document_key = fund_codes.document_key and codes.class_code = fund_codes.class_code
    where decided.split_rule = 'whole_with_rest'
),

rest_evidence as (
    select
        document_key,
        unit_scope,
        class_code,
        min(page_number) as page_number,
        flatten(list(statement_line_keys order by statement_line_keys)) as statement_line_keys
    from all_funds
    group by document_key, unit_scope, class_code
)

select
    document_key,
    unit_scope,
    class_code,
    expenditure_type,
    fund_type,
    split_rule,
    amount_yuan,
    half_unit_yuan,
    page_number,
    statement_line_keys
from kept_whole

union all

select
    document_key,
    unit_scope,
    class_code,
    expenditure_type,
    fund_type,
    split_rule,
    amount_yuan,
    half_unit_yuan,
    page_number,
    statement_line_keys
from from_funds

union all

select
    rests.document_key,
    rests.unit_scope,
    rests.class_code,
    rests.expenditure_type,
    rests.fund_type,
    rests.split_rule,
    rests.amount_yuan,
    rests.half_unit_yuan,
    rest_evidence.page_number,
    rest_evidence.statement_line_keys
from rests
inner join rest_evidence
    on
        rests.document_key = rest_evidence.document_key
        and rests.unit_scope = rest_evidence.unit_scope
        and rests.class_code = rest_evidence.class_code
