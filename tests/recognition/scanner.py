"""A scanner for tests: pages rendered, turned, laid askew and dirtied, as a PDF of pictures without text."""

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw


def scanned(
    pdf: bytes,
    pages: Sequence[int],
    *,
    tilt: float = 0.5,
    noise: float = 6,
    turn: int = 0,
    covered: Sequence[tuple[float, float, float, float]] = (),
) -> bytes:
    """Pages (from 1) at 200 dpi. `turn` is in degrees clockwise; `covered` are boxes in points that dark ink lies over."""
    dice, pictures, scale = np.random.default_rng(1), [], 200 / 72
    with pdfium.PdfDocument(pdf) as document:
        for number in pages:
            picture = document[number - 1].render(scale=scale).to_pil().convert("L")
            for box in covered:
                ImageDraw.Draw(picture).rectangle([place * scale for place in box], fill=70)
            askew = picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255).rotate(-turn, expand=True)
            levels = np.asarray(askew, np.float32) + dice.normal(0, noise, askew.size[::-1])
            pictures.append(Image.fromarray(levels.clip(0, 255).astype(np.uint8)))
    saved = io.BytesIO()
    pictures[0].save(saved, "PDF", save_all=True, append_images=pictures[1:], resolution=200, quality=60)
    return saved.getvalue()
