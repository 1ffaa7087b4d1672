"""From the landing file to the published warehouse: build, audit, publish, versions, nightly run."""
