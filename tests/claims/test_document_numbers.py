"""The numbers of documents, as printed and as recognised, and what rules about a document's life say of when."""

from __future__ import annotations

import pytest
from scenes import extract, said

TITLE = "[《关于加强河道管理的意见》/POL]"


@pytest.mark.parametrize(
    "text",
    [
        f"市政府印发{TITLE}（吕政发〔2021〕12号）。",
        f"市政府印发{TITLE}（吕政发[2021]12号），共八条。",
        f"市政府印发{TITLE}（吕政发（2021）12号）。",
        f"市政府印发{TITLE}（吕政发C2O21〕l2号）。",
        f"市政府印发{TITLE}（以下简称意见，吕政发〔2021〕012号）。",
        f"市政府印发{TITLE}（吕政发【2021】第12号）。",
        f"根据吕政发〔2021〕12号文件{TITLE}，即日办理。",
        f"印发了吕政发〔2021〕12号{TITLE}。",
    ],
)
def test_a_number_is_of_the_title_beside_it_and_written_one_way(text: str) -> None:
    assert said(text, "numbered") == {"《关于加强河道管理的意见》 numbered 吕政发〔2021〕12号"}


@pytest.mark.parametrize(
    "text",
    [
        f"市政府印发{TITLE}（2021年12号）。",
        f"{TITLE}印发后，县里又下发吕政发〔2021〕12号文件。",
        f"{TITLE}共12条。",
    ],
)
def test_other_figures_are_no_number_of_a_document(text: str) -> None:
    assert said(text, "numbered") == set()


@pytest.mark.parametrize(
    ("text", "predicate", "when"),
    [
        (f"去年11月，[县政府/ORG]印发{TITLE}。", "issued", "2020-11"),
        (f"新华社太原8月18日电 [县政府/ORG]印发{TITLE}。", "issued", ""),
        (f"去年以来，[县政府/ORG]先后印发{TITLE}。", "issued", ""),
        (f"8月2日消息，近日[县政府/ORG]印发{TITLE}。", "issued", ""),
        (f"[县政府/ORG]8月2日印发{TITLE}，自10月1日起施行。", "issued", "2021-08-02"),
        (f"[县政府/ORG]8月2日印发{TITLE}，自今年10月1日起施行。", "reached", "2021-10-01"),
        (f"8月2日，[县人大常委会/ORG]通过{TITLE}，自公布之日起施行。", "reached", "2021-08-02"),
        (f"{TITLE}施行以来，河道变清了。", "reached", ""),
        (f"8月2日，[县政府/ORG]修订了{TITLE}。", "handled", "2021-08-02"),
    ],
)
def test_a_claim_has_the_time_of_its_own_event(text: str, predicate: str, when: str) -> None:
    assert [c.when for c in extract(text) if c.predicate == predicate] == [when]
