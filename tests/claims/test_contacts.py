"""Names and telephone numbers of contact persons reach no row."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest.lexicon.contacts import is_contact_label, without_contacts


@pytest.mark.parametrize(
    "text",
    [
        "联系人：张某，联系电话：0991-0000000。",
        "部门联系人张某（0991-0000000）",
        "咨询电话：010-12345678",
        "填报人：李某　审核人：王某",
        "项目负责人：李某；手机13800000000",
        "如有疑问请致电(021)-87654321。",
        "联系人张某某联系电话010-12345678",
        "部门联系人李某",
        "联系电话12345678",
        "联系方式：王某",
    ],
)
def test_contacts_are_cut_out_of_prose(text: str) -> None:
    kept = without_contacts(text)
    for secret in ("张某", "李某", "王某", "0000000", "12345678", "13800000000", "87654321"):
        assert secret not in kept


@pytest.mark.parametrize(
    "text",
    [
        "主要负责人用车0辆",
        "乌鲁木齐市12345政务服务热线中心",
        "电话费用3.50万元",
        "支出12345678.90元",
        "2010301行政运行",
        "邮电费1万元",
        "综合联系电话一次接通率",
        "综合联系电话一次接通率95%",
        "市级部门对外联系电话费",
        "项目联系人员培训",
        "联系方式公开率100%",
        "办公电话(部)",
        "咨询电话10部",
        "监督电话接听及时率",
    ],
)
def test_figures_and_offices_are_not_taken_for_contacts(text: str) -> None:
    assert without_contacts(text) == text


def test_a_claim_beside_a_contact_survives_without_it(stated: Callable[..., list[dict[str, Any]]]) -> None:
    claims = stated("收入预算12万元（联系人：张某，电话：0991-0000000）。")
    assert [claim["value"] for claim in claims] == [12]
    assert "张某" not in repr(claims)
    assert "0000000" not in repr(claims)


@pytest.mark.parametrize(
    "label", ["部门联系人", "联系电话", "填报人", "经办人:", "项目负责人", "联系人(电话)", "项目负责人及电话", "联系人及联系电话"]
)
def test_labels_that_ask_for_a_person(label: str) -> None:
    assert is_contact_label(label)


@pytest.mark.parametrize("label", ["主管部门", "项目名称", "实施单位", "部门名称(盖章)"])
def test_labels_that_do_not(label: str) -> None:
    assert not is_contact_label(label)
