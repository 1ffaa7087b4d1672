{#
    What a section of the prose states of a whole and of its parts, by the names that rows of 收支总表 have (seed label_concepts): 基本支出 and
    项目支出 within 支出, the sources within 收入; amounts, and changes just as well ("增加30万元，其中基本支出增加50万元，项目支出减少20万元").
    Parts that the words tell of a whole, whatever its name (int_claim_members), and the classes that a section
    goes through (int_claim_class_members) are summed as well.
    Not every part need be stated: where the parts do not close, only a single slip makes a contradiction of it (int_slipped_sums).
#}
with claims as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.page_number,
        claims.subject,
        claims.measure_kind,
        coalesce(claims.part, '') || '/' || coalesce(claims.section, '') as place,
        claims.value_year,
        claims.phase,
        {{ plain_subject('claims.subject') }} as plain_subject,
        {{ bare_subject(plain_subject('claims.subject')) }} as bare_subject,
        {{ summand_factor('claims') }} as factor,
        claims.amount_yuan,
        2 * claims.half_unit_yuan as half_unit_yuan
    from {{ ref('stg_claims') }} as claims
    where claims.half_unit_yuan > 0 and {{ is_summand('claims') }}
),

sides as (
    select
        *,
        case
            when contains(plain_subject, {{ word('revenue') }}) and not contains(plain_subject, {{ word('expenditure') }}) then 'income'
            when contains(plain_subject, {{ word('expenditure') }}) or contains(plain_subject, {{ word('funds') }}) then 'expenditure'
        end as side,
        regexp_replace(bare_subject, {{ word('which_figure') }}, '') as bare_name
    from claims
),

-- each pattern is tried once on each name
concepts as (
    select
        names.side,
        names.bare_name,
        arg_min(labels.dimension, labels.match_order) as dimension,
        arg_min(coalesce(labels.path, ''), labels.match_order) as path
    from (
        select distinct
            side,
            bare_name
        from sides
        where side is not null
    ) as names
    inner join {{ ref('label_concepts') }} as labels
        on names.side = labels.label_scope and regexp_full_match(names.bare_name, labels.label_pattern)
    group by names.side, names.bare_name
),

placed as (
    select
        sides.*,
        concepts.dimension,
        -- 收入预算, 本年支出合计: the whole of its side
        regexp_full_match(sides.bare_name, {{ word('whole_side') }}) as is_whole,
        concepts.path
    from sides
    left join concepts on sides.side = concepts.side and sides.bare_name = concepts.bare_name
),

wholes as (
    select * from placed
    where is_whole
),

parts as (
    select
        parts.*,
        {{ of_whole('wholes') }}
    from placed as parts
    asof inner join wholes
        on
            parts.document_key = wholes.document_key and parts.place = wholes.place and parts.side = wholes.side
            and parts.measure_kind = wholes.measure_kind and parts.phase is not distinct from wholes.phase
            and parts.value_year is not distinct from wholes.value_year and parts.claim_number > wholes.claim_number
    where
        not parts.is_whole and parts.dimension in ('type', 'source')
        -- parts of the first level
        and len(string_split(regexp_replace(parts.path, '^current_year/(fiscal/|unit_funds/)?', ''), '/')) = 2
    qualify row_number() over (partition by wholes.claim_key, parts.path order by parts.claim_number) = 1
),

all_parts as (
    {% for members in ('parts', ref('int_claim_members'), ref('int_claim_class_members')) %}
        select
            claim_key,
            document_key,
            dimension,
            claim_number,
            page_number,
            whole_subject,
            whole_page,
            factor,
            amount_yuan,
            half_unit_yuan,
            whole_factor,
            whole_yuan,
            whole_half_unit_yuan,
            whole_key
        from {{ members }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

sums as (
    select
        'parts|' || dimension || '|' || whole_key || '>' || first(claim_key order by claim_number) as sum_key,
        document_key,
        -- what 三公 and 基本支出 consist of, the rules of the budget say
        case dimension when 'three_public' then 'claim_three_public_sum' when 'basic' then 'claim_basic_sum' else 'claim_parts' end
            as rule_id,
        any_value(whole_subject) as whole_subject,
        any_value(whole_page) as whole_page,
        max(page_number) as last_page,
        count(*) as part_count,
        any_value(whole_factor * whole_yuan) as whole_yuan,
        sum(factor * amount_yuan) as parts_yuan,
        any_value(whole_half_unit_yuan) + sum(half_unit_yuan) as allowed_yuan,
        whole_key,
        any_value(whole_factor) as whole_factor,
        list(claim_key order by claim_number) filter (half_unit_yuan > 0) as part_keys,
        list(-factor order by claim_number) filter (half_unit_yuan > 0) as part_factors
    from all_parts
    group by document_key, whole_key, dimension
    having count(*) >= 2 and count(*) filter (half_unit_yuan > 0) > 0
)

-- two ways to the parts of a whole that end alike are one sum, of which the one counts that closes
select
    -- identifiers
    sum_key,
    document_key,

    -- dimensions
    rule_id,
    whole_subject,
    whole_page,
    last_page,

    -- facts
    part_count,
    whole_yuan,
    parts_yuan,
    allowed_yuan,

    -- metadata
    whole_key,
    whole_factor,
    part_keys,
    part_factors
from sums
qualify
    row_number() over (
        partition by whole_key, part_keys[-1]
        order by abs(whole_yuan - parts_yuan) <= allowed_yuan desc, (rule_id = 'claim_parts') asc, part_count desc, sum_key asc
    ) = 1
