"""The Chinese fonts with which tests paint pages, and with which PDFium shows text whose font is not in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
)
FONT = next(((path, index) for path, index in FONTS if Path(path).exists()), None)
needs_font = pytest.mark.skipif(FONT is None, reason="NO CHINESE FONT: what PDFium shows was not read; install fonts-noto-cjk")
