select
    -- identifiers
    claims.claim_key,
    claims.document_key,
    {{ disclosure_of('claims') }} as disclosure_key,
    claims.claim_number,
    claims.page_number,

    -- dimensions
    claims.part,
    claims.section,
    claims.subject,
    claims.measure_kind,
    concepts.concept_code,
    claims.basis,
    claims.comparison_base,
    claims.direction,
    claims.is_direction_stated,
    claims.unit,
    claims.class_name,
    claims.section_name,
    claims.item_name,
    coalesce(classes.class_code, claims.class_code) as class_code,
    classes.class_choice,
    claims.class_kind,
    claims.part_of,
    claims.is_in_reason,
    claims.order_to_budget,
    claims.value_year,
    claims.phase,

    -- facts
    claims.value_text,
    claims.value,
    claims.amount_yuan,
    claims.printed_decimals,
    claims.half_unit_yuan,

    -- metadata
    claims.quote,
    claims.reason_text,
    claims.reading_basis,
    claims.recogniser_confidence,
    claims.x0,
    claims.y0,
    claims.x1,
    claims.y1,
    claims.cell_address
from {{ ref('stg_claims') }} as claims
left join {{ ref('int_claim_classes') }} as classes on claims.claim_key = classes.claim_key
left join {{ ref('int_claim_concepts') }} as concepts on claims.claim_key = concepts.claim_key
