with cells as (
    select
        cells.*,
        case when cells.unit_path = '' then 'own' else 'units' end as unit_scope
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen
        and cells.statement_code = 'basic_expenditure'
        and cells.placement = 'class'
        and cells.class_kind in ('department_economic', 'government_economic')
        and cells.is_component
        and cells.is_current
        and cells.source_path = ''
        and cells.flow_path = ''
        and cells.type_path in ('', 'basic/', 'basic/basic_personnel/', 'basic/basic_public/')
),

-- one classification and one list of a form, not both beside each other
preferred as (
    select
        document_key,
        min(class_kind) as class_kind,
        min(unit_scope) as unit_scope
    from cells
    group by document_key
),

parent_codes as (
    select distinct
        statement_key,
        unit_path,
        unnest([substr(class_code, 1, 3), substr(class_code, 1, 5)]) as parent_code,
        class_code
    from cells
),

leaves as (
    select
        cells.document_key,
        cells.class_kind,
        cells.class_code,
        sum(cells.amount_yuan) filter (where cells.type_path in ('', 'basic/')) as total_yuan,
        sum(cells.amount_yuan) filter (where cells.type_path = 'basic/basic_personnel/') as personnel_yuan,
        sum(cells.amount_yuan) filter (where cells.type_path = 'basic/basic_public/') as public_yuan,
        sum(cells.half_unit_yuan) as half_unit_yuan,
        min(cells.page_number) as page_number,
        list(cells.statement_line_key order by cells.row_number, cells.block_number, cells.statement_line_key) as evidence_keys
    from cells
    inner join preferred
        on cells.document_key = preferred.document_key
            and cells.class_kind = preferred.class_kind
            and cells.unit_scope = preferred.unit_scope
    anti join parent_codes as parents
        on
            cells.statement_key = parents.statement_key
            and cells.unit_path = parents.unit_path
            and cells.class_code = parents.parent_code
            and len(parents.class_code) > len(cells.class_code)
    group by cells.document_key, cells.class_kind, cells.class_code
),

parts as (
    select
        document_key,
        class_kind,
        class_code,
        page_number,
        half_unit_yuan,
        evidence_keys,
        unnest(
            case
                -- printed in columns of personnel and public
                when
                    (personnel_yuan is not null or public_yuan is not null)
                    and (
                        total_yuan is null
                        or abs(total_yuan - coalesce(personnel_yuan, 0) - coalesce(public_yuan, 0)) <= half_unit_yuan
                    )
                    then [
                            { 'type': 'basic_personnel', 'yuan': personnel_yuan, 'is_printed': true },
                            { 'type': 'basic_public', 'yuan': public_yuan, 'is_printed': true }
                        ]
                -- 301 and 303 are personnel, everything else public: the form's own grouping
                when class_kind = 'department_economic' and substr(class_code, 1, 3) in ('301', '303')
                    then [{ 'type': 'basic_personnel', 'yuan': total_yuan, 'is_printed': false }]
                when class_kind = 'department_economic'
                    then [{ 'type': 'basic_public', 'yuan': total_yuan, 'is_printed': false }]
                else [{ 'type': 'not_split', 'yuan': total_yuan, 'is_printed': false }]
            end
        ) as part
    from leaves
)

select
    -- identifiers
    document_key,

    -- dimensions
    class_kind,
    class_code,
    part.type as expenditure_type,
    part.is_printed as is_type_printed,

    -- facts
    part.yuan as amount_yuan,
    -- once for a class, however many parts it has
    case
        when row_number() over (partition by document_key, class_code order by part.type) = 1 then half_unit_yuan else 0
    end as half_unit_yuan,

    -- metadata
    page_number,
    evidence_keys
from parts
where part.yuan is not null
