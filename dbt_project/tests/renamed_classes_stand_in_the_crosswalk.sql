-- A class whose name today is another one was renamed, moved or split; the seed has to say by what, or a series stops without a word.
select
    class_key,
    name,
    series_name
from {{ ref('dim_class_crosswalk') }}
where relation = 'same' and name != series_name
