{# In every year a code means one thing: year ranges of the same key never overlap. #}
{% test no_overlapping_years(model, keys, first_year, last_year) %}
    select
        {{ keys | join(', ') }},
        {{ first_year }},
        {{ last_year }}
    from {{ model }}
    qualify
        {{ first_year }} <= lag({{ last_year }}) over (partition by {{ keys | join(', ') }} order by {{ first_year }})
        or {{ last_year }} < {{ first_year }}
{% endtest %}
