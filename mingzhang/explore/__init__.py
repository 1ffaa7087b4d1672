"""The explorer: what a published warehouse holds, page by page, in a browser on this machine. It only reads.

    server.py         listens on loopback
    app.py            addresses and who answers them, what every answer carries
    source.py         the published file, opened anew when another one takes its place
    request.py        one request: its language, its checked parameters, how it is answered
    departments.py    who is found by name, alias, pinyin or region
    search_pages.py, disclosure_pages.py, figure_pages.py, finding_pages.py, compare_pages.py, download.py
    pictures.py       parts of pages, drawn in a bounded process
    charts.py         bars as SVG
    render.py         HTML by Jinja2 (templates/, static/)
    messages.py, messages.yml   every sentence in Chinese and English

Nothing here judges, and nothing is taken from the network.
"""
