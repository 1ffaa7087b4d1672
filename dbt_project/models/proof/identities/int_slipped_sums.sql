{#
    Sums that nothing else shows to be meant, and that one slip closes: a digit changed, lost or doubled, two exchanged, the point moved in a
    single figure. A list of examples, or rows on several levels, differ from their total by an amount; that this is one
    digit in one place, or nine times one, is no coincidence. Sums are told broken for it, and nobody is accused.
#}
with candidates as (
    select
        {{ tree_sum_key('sums') }} as sum_key,
        left_yuan - right_yuan as difference_yuan,
        allowed_yuan,
        left_line_keys || right_line_keys as figure_keys,
        list_transform(left_line_keys, lambda line_key: cast(level_count as double))
        || list_transform(right_line_keys, lambda line_key: cast(-1.0 as double)) as factors
    from {{ ref('int_tree_identities') }} as sums
    where
        -- a row or two among classes are no list
        tree_dimension = 'row' and part_count > 2 and not has_all_parts and not has_several_totals and not is_of_several_levels
        and abs(left_yuan - right_yuan) > 3 * allowed_yuan

    union all

    select
        sum_key,
        whole_yuan - items_yuan as difference_yuan,
        allowed_yuan,
        [whole_key] || item_keys as figure_keys,
        [cast(1.0 as double)] || list_transform(item_keys, lambda item_key: cast(-1.0 as double)) as factors
    from {{ ref('int_claim_lists') }}
    where abs(whole_yuan - items_yuan) > 3 * allowed_yuan

    union all

    select
        sum_key,
        whole_yuan - parts_yuan as difference_yuan,
        allowed_yuan,
        [whole_key] || part_keys as figure_keys,
        [cast(whole_factor as double)] || cast(part_factors as double[]) as factors
    from {{ ref('int_claim_parts') }}
    where abs(whole_yuan - parts_yuan) > 3 * allowed_yuan
),

terms as (
    select
        sum_key,
        difference_yuan,
        unnest(figure_keys) as figure_key,
        unnest(factors) as factor
    from candidates
),

proposed as (
    select
        terms.sum_key,
        terms.figure_key,
        figures.amount_yuan,
        figures.step_yuan,
        cast(figures.amount_yuan as double) - cast(terms.difference_yuan as double) / terms.factor as proposed_yuan
    from terms
    inner join {{ ref('int_figures') }} as figures on terms.figure_key = figures.figure_key
    where figures.step_yuan > 0 and figures.amount_yuan != 0
)

select
    -- identifiers
    sum_key,

    -- facts
    count(distinct figure_key) as figure_count
from proposed
where {{ is_slip_of_amount('amount_yuan', 'proposed_yuan', 'step_yuan') }}
group by sum_key
