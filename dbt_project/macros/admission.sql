{#
    What a landed row must look like so that no model can fail on it. A filing with a row that does not is set apart as a whole: its
    other figures may be as wrong, and one filing must not stop the others (models/staging/stg_violations.sql).
    Each table: its key, the columns that must be there, whole numbers with bounds, figures with a largest absolute value, words out of a
    list, coordinates, and texts with a largest length.
#}
{% macro admission_rules() -%}
    {%- set number = [1, 1000000] -%}
    {%- set year = [1990, 2100] -%}
    {#- prose also tells of 1921: the reader takes any four digits that begin with 19 or 20 -#}
    {%- set spoken_year = [1900, 2099] -%}
    {%- set box = ['x0', 'y0', 'x1', 'y1'] -%}
    {%- set units = var('words')['money_units'] -%}
    {#- no department, nor all together, comes near ten trillion yuan (十万亿元); larger amounts overflow sums and products -#}
    {%- set yuan = 10000000000000 -%}
    {%- set figure = 1000000000000000 -%}
    {%- set points = 1000000 -%}
    {%- set name_length = 2000 -%}
    {{ return({
        'files': {
            'required': ['file_path', 'outcome'],
            'words': {'outcome': ['read', 'duplicate', 'skipped', 'failed']},
            'whole': {'byte_size': [0, 1000000000000]},
            'texts': {'file_path': 8000, 'file_name': 4000},
        },
        'documents': {
            'key': ['document_key'],
            'required': ['file_name', 'status'],
            'whole': {'fiscal_year': year, 'page_count': number, 'byte_size': [0, 1000000000000]},
            'words': {
                'status': ['read', 'no_statements', 'image_only', 'skipped'],
                'disclosure_kind': ['budget', 'final'],
                'scope': ['department', 'unit'],
                'main_printed_unit': units,
            },
            'texts': {
                'file_name': 4000, 'department_name': name_length, 'region_name': name_length, 'region_code': name_length,
                'status_reason': 20000, 'identity_conflict': 20000, 'reader_version': name_length,
            },
        },
        'pages': {
            'key': ['document_key', 'page_number'],
            'required': ['page_number'],
            'whole': {'page_number': number, 'rotation': [-360, 360], 'glyph_count': [0, 100000000], 'rule_count': [0, 100000000]},
            'finite': ['width', 'height'],
            'texts': {'page_role': name_length},
        },
        'page_ledger': {
            'key': ['document_key', 'page_number', 'entry_number'],
            'required': ['page_number', 'entry_number', 'reason'],
            'whole': {
                'page_number': number, 'entry_number': number, 'character_count': [0, 100000000], 'amount_count': [0, 100000000],
                'ink_square_points': [0, 2000000000],
            },
            'words': {
                'booked_as': [
                    'cell', 'claim', 'prose', 'performance', 'furniture', 'left_over', 'declared_unread', 'unbooked', 'not_printed'
                ],
            },
            'finite': box,
            'texts': {'reason': name_length},
        },
        'tables': {
            'key': ['document_key', 'table_number'],
            'required': ['table_number', 'page_number', 'outcome'],
            'whole': {
                'table_number': number, 'page_number': number, 'statement_number': number, 'row_count': [0, 10000000],
                'column_count': [0, 10000000], 'cell_count': [0, 100000000],
            },
            'finite': box,
            'texts': {'title_text': 20000, 'form_label': name_length, 'outcome': name_length, 'found_by': name_length},
        },
        'statements': {
            'key': ['document_key', 'statement_number'],
            'required': ['statement_number', 'statement_code', 'first_page', 'last_page'],
            'whole': {'statement_number': number, 'first_page': number, 'last_page': number},
            'words': {'printed_unit': units},
            'texts': {
                'statement_code': name_length, 'title_text': 20000, 'form_label': name_length, 'unit_name': name_length,
                'unit_basis': name_length, 'recognised_by': name_length,
            },
        },
        'statement_lines': {
            'required': [
                'statement_number', 'statement_code', 'page_number', 'row_number', 'column_number', 'amount_text', 'printed_unit',
                'amount_yuan', 'printed_decimals',
            ],
            'whole': {
                'statement_number': number, 'table_number': number, 'page_number': number, 'row_number': number, 'block_number': number,
                'column_number': number, 'row_level': [0, 1000], 'value_year': year, 'printed_decimals': [0, 30],
            },
            'figures': {'amount_yuan': yuan},
            'words': {
                'printed_unit': units,
                'side': ['income', 'expenditure'],
                'class_kind': ['function', 'department_economic', 'government_economic'],
                'value_phase': ['budget', 'final', 'change'],
                'reading_basis': ['text_layer', 'recognised'],
            },
            'codes': ['class_code', 'function_class_code', 'department_economic_code', 'government_economic_code'],
            'finite': box + ['recogniser_confidence'],
            'texts': {
                'statement_code': name_length, 'line_label': name_length, 'unit_name': name_length, 'project_name': name_length,
                'measure_path': name_length, 'measure_code': name_length, 'amount_text': name_length, 'row_kind': name_length,
            },
        },
        'leftover_cells': {
            'required': ['page_number'],
            'whole': {
                'statement_number': number, 'table_number': number, 'page_number': number, 'row_number': number, 'column_number': number,
            },
            'finite': box,
        },
        'claims': {
            'key': ['document_key', 'claim_number'],
            'required': ['claim_number', 'page_number', 'measure_kind', 'quote', 'is_in_reason'],
            'whole': {'claim_number': number, 'page_number': number, 'value_year': spoken_year, 'printed_decimals': [0, 30]},
            'figures': {'value': figure, 'amount_yuan': yuan},
            'words': {
                'class_kind': ['function', 'department_economic', 'government_economic'],
                'phase': ['budget', 'final', 'change'],
                'order_to_budget': ['above', 'below', 'equal'],
                'reading_basis': ['text_layer', 'recognised'],
            },
            'codes': ['class_code'],
            'finite': box + ['recogniser_confidence'],
            'texts': {
                'subject': name_length, 'measure_kind': name_length, 'basis': name_length, 'comparison_base': name_length,
                'unit': name_length, 'value_text': name_length, 'class_name': name_length, 'section_name': name_length,
                'part_of': name_length, 'item_name': name_length, 'quote': 100000,
            },
        },
        'listed_units': {
            'key': ['document_key', 'unit_number'],
            'required': ['unit_number', 'unit_name', 'page_number'],
            'whole': {
                'unit_number': number, 'page_number': number, 'staff_authorised': [0, 100000000], 'staff_in_service': [0, 100000000],
            },
            'words': {'source': ['table', 'list', 'sentence']},
            'finite': box,
            'texts': {'unit_name': name_length, 'unit_nature': name_length, 'remark': 20000, 'quote': 100000},
        },
        'projects': {
            'key': ['document_key', 'project_number'],
            'required': ['project_number', 'page_number'],
            'whole': {'project_number': number, 'page_number': number},
            'figures': {'total_score': points},
            'finite': box,
            'texts': {
                'project_name': name_length, 'department_name': name_length, 'implementing_unit': name_length,
                'total_score_text': name_length, 'goal_text': 100000, 'actual_text': 100000,
            },
        },
        'project_funds': {
            'key': ['document_key', 'project_number', 'fund_row_number'],
            'required': ['project_number', 'fund_row_number', 'page_number'],
            'whole': {'project_number': number, 'fund_row_number': number, 'page_number': number},
            'figures': {
                'initial_budget_yuan': yuan, 'annual_budget_yuan': yuan, 'executed_yuan': yuan, 'weight': points, 'score': points,
            },
            'words': {'printed_unit': units},
            'finite': box,
            'texts': {
                'fund_source': name_length, 'execution_rate_text': name_length, 'score_text': name_length, 'weight_text': name_length,
                'initial_budget_text': name_length, 'annual_budget_text': name_length, 'executed_text': name_length,
            },
        },
        'indicators': {
            'key': ['document_key', 'project_number', 'indicator_number'],
            'required': ['project_number', 'indicator_number', 'page_number'],
            'whole': {'project_number': number, 'indicator_number': number, 'page_number': number},
            'figures': {'target_value': figure, 'weight': points, 'score': points},
            'finite': box,
            'texts': {
                'level1': 20000, 'level2': 20000, 'level3': 20000, 'target_text': 20000, 'target_unit': name_length,
                'actual_text': 100000, 'score_text': name_length, 'weight_text': name_length,
            },
        },
        'reader_messages': {
            'required': ['message_code', 'message'],
            'whole': {'page_number': number},
            'words': {'severity': ['info', 'warning', 'error']},
            'texts': {'message_code': name_length, 'message': 20000},
        },
    }) }}
{%- endmacro %}

{# Every check of a table, as (check, column, condition that holds); NULL counts as broken. #}
{% macro admission_checks(rules) -%}
    {%- set checks = [] -%}
    {%- for column in rules.get('required', []) + rules.get('key', []) if column != 'document_key' -%}
        {%- do checks.append(('missing', column, column ~ ' is not null and cast(' ~ column ~ " as varchar) != ''")) -%}
    {%- endfor -%}
    {%- for column, bounds in rules.get('whole', {}).items() -%}
        {%- do checks.append(('impossible', column, 'coalesce(' ~ column ~ ' between ' ~ bounds[0] ~ ' and ' ~ bounds[1] ~ ', true)')) -%}
    {%- endfor -%}
    {%- for column, largest in rules.get('figures', {}).items() -%}
        {%- do checks.append(('impossible', column, 'coalesce(abs(' ~ column ~ ') < ' ~ largest ~ ', true)')) -%}
    {%- endfor -%}
    {%- for column, words in rules.get('words', {}).items() -%}
        {%- do checks.append(('unknown_word', column, 'coalesce(' ~ column ~ " in ('" ~ words | join("', '") ~ "'), true)")) -%}
    {%- endfor -%}
    {%- for column in rules.get('codes', []) -%}
        {%- do checks.append(('no_code', column, 'coalesce(regexp_full_match(' ~ column ~ ", '[0-9A-Za-z/]{1,24}'), true)")) -%}
    {%- endfor -%}
    {%- for column in rules.get('finite', []) -%}
        {%- do checks.append(('not_finite', column, 'coalesce(isfinite(' ~ column ~ '), true)')) -%}
    {%- endfor -%}
    {%- for column, longest in rules.get('texts', {}).items() -%}
        {%- do checks.append(('too_long', column, 'coalesce(len(' ~ column ~ ') <= ' ~ longest ~ ', true)')) -%}
    {%- endfor -%}
    {{ return(checks) }}
{%- endmacro %}

{# The landed rows of the filings that are not set apart: what every staging model reads. #}
{% macro admitted(table) -%}
    (select * from {{ source('raw', table) }} where document_key in (select document_key from {{ ref('stg_admitted_documents') }}))
{%- endmacro %}
