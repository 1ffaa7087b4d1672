"""The marts as files: Parquet and CSV described by a Data Package, and one Excel workbook per filing.

    resources.py         what the published file says of its tables: columns, comments, keys
    tables.py            rows as Parquet and CSV, in the order of their keys
    data_package.py      datapackage.json, with the fiscal mapping of fiscal_mapping.yml
    filing_tables.py     what a workbook shows of a filing
    workbook.py          a filing's statements as printed, in Excel
    write.py             all of it into a folder that is put in place at the end

The same warehouse yields the same bytes.
"""
