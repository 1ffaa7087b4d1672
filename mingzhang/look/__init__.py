"""Look into one file, or at one figure, on the command line.

reading.py      one file read by itself, without a warehouse
as_json.py, as_table.py, as_html.py     what was read, for programs, terminals and browsers
figure.py       one figure of a published warehouse: its proof, its places, its picture
"""
