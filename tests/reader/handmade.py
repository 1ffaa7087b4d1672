"""PDFs of one page, written by hand."""

TABLE = rb"""
q 0.5 w 0 G 1 0 0 1 10 20 cm
100 100 m 300 100 l S  100 150 200 50 re S  100 90 200 0.5 re f*  10 10 m 20 20 30 30 40 10 c h S
100 200 m 300 200 l 300 240 l 100 240 l 100 200 l h s  50 50 10 10 re W* n  [3 1] 0 d
/Span <</MCID 0 /ActualText <FEFF0041>>> BDC
BT /F1 10 Tf 1 Tc 2 Tw 90 Tz 12 TL 110 160 Td (Total \(net\) a\053b (c)) Tj T* [(12) -250 (3.) 40 <34 35>] TJ
1 Ts (up) ' 0 Ts 0 -14 TD (next) Tj 0.99 0.01 -0.01 0.99 40 40 Tm (hung) Tj 0 1 -1 0 70 70 Tm (upright) Tj ET
EMC Q
/DeviceRGB cs 1 0 0 scn /G1 gs q 2 0 0 2 0 0 cm /Form1 Do Q
BT /F1 8 Tf 30 700 Td (after the form) Tj ET
"""
FORM = b"BT /F1 6 Tf 40 40 Td (in the form) Tj ET 20 20 100 30 re S"
INLINE_IMAGE = TABLE + b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q BT /F1 9 Tf 50 60 Td (by playa) Tj ET"


def pdf(content: bytes) -> bytes:
    """A PDF of one page, written by hand."""
    resources = b"<</Font <</F1 4 0 R>> /XObject <</Form1 5 0 R>> /ExtGState <</G1 <</LW 1>>>> >>"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents 6 0 R /Resources %s>>" % resources,
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        b"<</Type /XObject /Subtype /Form /BBox [0 0 500 800] /Matrix [1 0 0 1 5 5] /Resources %s /Length %d>>\nstream\n%s\nendstream"
        % (resources, len(FORM), FORM),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
    ]
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer <</Root 1 0 R /Size 7>>\nstartxref\n%d\n%%%%EOF" % len(written)
    return written + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer
