"""Codes of the marts in words, English and Chinese."""

#: A code that is missing here is shown as it is.
WORDS = {
    "critical": ("critical", "严重"),
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "info": ("info", "提示"),
    "accepted": ("accepted", "已接受"),
    "none": ("nothing found", "无发现"),
    "nothing_to_check": ("no amounts in statements, nothing checked", "报表无金额，未核对"),
    "source_error": ("printed so in the filing", "原文如此"),
    "lines_withheld": ("rows left out by the filing", "未公开明细"),
    "reading_error": ("misread by us", "识读有误"),
    "unknown": ("not decided", "未判定"),
    "agrees": ("shows the same figures", "与文字层一致"),
    "differs": ("shows another figure", "与文字层不一致"),
    "not_recognised": ("shows no figure there", "未见该数字"),
    "not_asked": ("not asked", "未查看"),
    "proved": ("proved", "已证"),
    "consistent": ("consistent", "相符"),
    "unproved": ("unproved", "未证"),
    "contradicted": ("contradicted", "矛盾"),
    "exact": ("exact", "相等"),
    "rounding": ("rounding", "尾差"),
    "broken": ("broken", "不符"),
    "not_checkable": ("not checkable", "无法核对"),
    "reconciled": ("reconciled", "相符"),
    "not_reconciled": ("not reconciled", "不符"),
    "nothing_printed": ("no total printed", "无合计"),
    "missing": ("printed, not read", "未读到"),
    "misprint": ("one figure does not fit", "个别数字不符"),
    "missing_row": ("a row is missing", "缺行"),
    "unit": ("unit", "单位"),
    "shifted_column": ("column shifted", "错列"),
    "shifted_row": ("row shifted", "错行"),
    "swapped": ("figures swapped", "数字互换"),
    "claim_contradiction": ("prose contradicts tables", "文表不符"),
    "statement_mismatch": ("two statements differ", "表间不符"),
    "class_name": ("a class under another name", "科目名称不符"),
    "document_mismatch": ("two filings differ", "文件间不符"),
    "unlocated": ("sums that share figures, no single cause found", "未能定位"),
    "digit_changed": ("a digit changed", "数字改变"),
    "digit_dropped": ("a digit dropped", "漏数字"),
    "digits_swapped": ("digits swapped", "数字颠倒"),
    "decimal_shifted": ("decimal point shifted", "小数点错位"),
    "sign_lost": ("sign lost", "漏负号"),
    "budget": ("budget", "部门预算"),
    "final": ("final accounts", "部门决算"),
    "department": ("department, consolidated", "部门"),
    "printed": ("printed", "原文标注"),
    "inferred": ("inferred", "推断"),
    "read": ("read", "已读"),
    "no_statements": ("no statements in the file", "无报表"),
    "image_only": ("scan without text", "扫描件"),
    "skipped": ("skipped", "未读"),
    "set_apart": ("set apart, in no fact", "已搁置，不计入"),
    "left_over": ("left over", "遗留"),
    "declared_unread": ("not read, for this reason", "未识读"),
    "unbooked": ("overlooked", "遗漏"),
    "duplicate": ("duplicate", "重复文件"),
    "superseded": ("replaced by its publisher", "已被新版替换"),
}


def english(code: str | None) -> str:
    """A dash for what is not there."""
    return "–" if code is None else WORDS[code][0] if code in WORDS else code.replace("_", " ")


def chinese(code: str | None) -> str:
    """The official term; empty where there is none."""
    return WORDS[code][1] if code in WORDS else ""
