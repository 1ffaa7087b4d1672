"""Pages for people who ask the warehouse, rendered from what it says of itself.

    descriptions.py   marts and their columns with both descriptions, as the models' yml and doc blocks give them
    dictionary.py     docs/dictionary.md, docs/dictionary.zh.md, docs/handbook.zh.md
    cookbook.py       docs/cookbook.md, docs/cookbook.zh.md, from docs/cookbook/queries.yml
    handbook.zh.md    the handbook but for its table of marts
    words.yml         what the pages say around that

python -m tools.handbook    writes all of them
"""
