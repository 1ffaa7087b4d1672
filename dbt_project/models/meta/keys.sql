{#
    The keys of the marts as rows, from what the yml files test on every build: unique columns and relationships. As constraints they
    would make the file twice as large (docs/warehouse.md).
#}
with declared (table_name, column_name, key_kind, references_table, references_column) as (
    values
    {{ declared_keys() }}
)

select
    -- identifiers
    table_name,
    column_name,

    -- dimensions
    key_kind,
    cast(references_table as varchar) as references_table,
    cast(references_column as varchar) as references_column
from declared
