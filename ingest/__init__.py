"""Reading disclosures: PDFs in, evidence-bearing frames out."""
