{#
    An amount that stands one column or one row beside its place: taken out of its sums and put into those of the blank place
    beside it, every broken identity that it touches closes and none that closes breaks.
#}
with effects as (
    select
        touched.figure_key,
        touched.proposed_place,
        touched.reconciliation_key,
        any_value(evaluations.status) = 'broken' as is_broken,
        bool_or(touched.effect_kind = 'leaves' and touched.effect_yuan is null) as disappears,
        any_value(rules.family) = 'tree' as is_tree,
        abs(any_value(evaluations.difference_yuan) + sum(coalesce(touched.effect_yuan, 0))) <= any_value(evaluations.allowed_yuan) + 0.01
            as closes_then
    from {{ ref('int_move_effects') }} as touched
    inner join {{ ref('int_evaluations') }} as evaluations on touched.reconciliation_key = evaluations.reconciliation_key
    inner join {{ ref('identity_rules') }} as rules on evaluations.rule_id = rules.rule_id
    group by touched.figure_key, touched.proposed_place, touched.reconciliation_key
),

verdicts as (
    select
        figure_key,
        proposed_place,
        list(reconciliation_key order by reconciliation_key) filter (where is_broken) as reconciliation_keys,
        count(*) filter (where is_broken) as broken_count,
        count(*) filter (where not is_broken) as closing_count,
        -- a closing comparison with another statement or the prose holds the amount where it is
        bool_and(case when disappears then is_broken or is_tree else closes_then end) as is_possible
    from effects
    group by figure_key, proposed_place
),

-- the new place must speak for the amount, not only the old one against it
supported as (
    select
        figure_key,
        proposed_place
    from {{ ref('int_move_effects') }}
    where effect_kind = 'enters'
    group by figure_key, proposed_place
    having not bool_or(is_refuted)
)

select
    -- identifiers
    places.figure_key,
    places.proposed_place,
    verdicts.reconciliation_keys,

    -- dimensions
    places.move_kind,

    -- facts
    cast(verdicts.broken_count as integer) as broken_count,
    cast(verdicts.closing_count as integer) as closing_count
from {{ ref('int_move_places') }} as places
inner join verdicts on places.figure_key = verdicts.figure_key and places.proposed_place = verdicts.proposed_place
semi join supported on places.figure_key = supported.figure_key and places.proposed_place = supported.proposed_place
anti join {{ ref('int_move_entries') }} as misfits
    on places.figure_key = misfits.figure_key and places.proposed_place = misfits.proposed_place and not misfits.fits_below
where verdicts.is_possible and verdicts.broken_count > 0
