# The pipeline: which notebook makes which files from which.
# `einzelfall run` calls it with --directory CAMPAIGN; paths are relative to that folder.

from helpers import pipeline

HOME = pipeline.HOME
PROCESSED = "data/processed/"
AS_OF = str(config.get("as_of") or "")


def tables(*names):
    return [f"{PROCESSED}{name}" for name in names]


def run_of(stage):
    return f"{PROCESSED}runs/{stage}.ipynb"


def sources(stage):
    """Notebook, settings and the helper code that the notebook can reach."""
    return ["campaign.yml", *pipeline.code_of(stage)]


def execute(stage):
    return pipeline.command(stage, AS_OF)


rule all:
    input:
        PROCESSED + "published.json",


rule clean:
    input:
        sources("01_clean"),
        pipeline.report_files(),
        pipeline.raw_files("handmade/withdrawn.csv"),
        pipeline.raw_files("handmade/corrections.csv"),
    params:
        as_of=AS_OF,
        reports=pipeline.contents(pipeline.report_files()),
    output:
        tables("01_reports.parquet", "01_repeats.parquet", "ledger.csv", "01_facts.json"),
        run_of("01_clean"),
    shell:
        execute("01_clean")


rule geocode:
    input:
        sources("02_geocode"),
        tables("01_reports.parquet", "01_repeats.parquet"),
        pipeline.raw_files("handmade/place_aliases.csv"),
        pipeline.raw_files("handmade/checked_texts.csv"),
        pipeline.home_files("gazetteer"),
    params:
        as_of=AS_OF,
    output:
        tables("02_located.parquet", "02_repeats_located.parquet", "02_review.csv"),
        tables("02_texts_to_check.csv"),
        tables("02_facts.json"),
        run_of("02_geocode"),
    shell:
        execute("02_geocode")


rule evaluate:
    input:
        sources("03_evaluate"),
        tables("02_located.parquet", "02_repeats_located.parquet"),
        pipeline.home_files("population", "boundaries"),
        pipeline.raw_files("denominators"),
        pipeline.releases(),
    params:
        as_of=AS_OF,
    output:
        tables("03_kreise.parquet", "03_cities.parquet", "03_facts.json"),
        tables("03_published_kreise.parquet", "03_published_cities.parquet"),
        run_of("03_evaluate"),
    shell:
        execute("03_evaluate")


rule figures:
    input:
        sources("04_figures"),
        run_of("03_evaluate"),
        pipeline.raw_files("boundaries"),
    params:
        as_of=AS_OF,
    output:
        tables("04_facts.json"),
        run_of("04_figures"),
    shell:
        execute("04_figures")


rule extract:
    input:
        sources("05_extract"),
        run_of("03_evaluate"),
        pipeline.releases(),
    params:
        as_of=AS_OF,
    output:
        tables("05_facts.json"),
        run_of("05_extract"),
    shell:
        execute("05_extract")


rule buildout:
    input:
        sources("06_buildout"),
        run_of("03_evaluate"),
        pipeline.raw_files("buildout"),
        pipeline.raw_files("handmade/place_aliases.csv"),
        pipeline.raw_files("handmade/checked_texts.csv"),
    params:
        as_of=AS_OF,
    output:
        tables("06_plan.parquet", "06_buildout.parquet", "06_facts.json"),
        run_of("06_buildout"),
    shell:
        execute("06_buildout")


rule merge_facts:
    input:
        tables(*(f"0{number}_facts.json" for number in range(1, 7))),
        pipeline.code_of_module("facts"),
    output:
        tables("facts.json"),
    shell:
        pipeline.module("facts", AS_OF)


rule publish:
    input:
        sources("07_publish"),
        tables("facts.json"),
        run_of("04_figures"),
        run_of("05_extract"),
        run_of("06_buildout"),
        pipeline.templates(),
        pipeline.raw_files("handmade/promises.csv"),
        pipeline.raw_files("handmade/published_corrections.csv"),
    params:
        as_of=AS_OF,
    output:
        run_of("07_publish"),
    shell:
        execute("07_publish")


rule finish:
    # The notebooks' pages are exported last: each carries the hash of what is published.
    input:
        [run_of(stage) for stage in pipeline.STAGES],
        pipeline.code_of_module("pipeline"),
    output:
        PROCESSED + "published.json",
    shell:
        pipeline.module("pipeline", AS_OF)
