# The pipeline: which notebook makes which files from which.
# `einzelfall run` calls it with --directory CAMPAIGN; paths are relative to that folder.

from helpers import pipeline

HOME = pipeline.HOME
PROCESSED = "data/processed/"
AS_OF = str(config.get("as_of") or "")
OWN = pipeline.own_notebooks()


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
        tables("01_reports.parquet", "01_repeats.parquet", "01_others.parquet", "01_fixed.parquet"),
        tables("ledger.csv", "01_facts.json"),
        run_of("01_clean"),
    shell:
        execute("01_clean")


rule geocode:
    input:
        sources("02_geocode"),
        tables("01_reports.parquet", "01_others.parquet"),
        pipeline.raw_files("handmade/place_aliases.csv"),
        pipeline.raw_files("handmade/checked_texts.csv"),
        pipeline.home_files("gazetteer"),
    params:
        as_of=AS_OF,
    output:
        tables(
            "02_located.parquet", "02_others.parquet", "02_review.csv", "02_texts_to_check.csv",
            "02_facts.json",
        ),
        run_of("02_geocode"),
    shell:
        execute("02_geocode")


rule count:
    # The last one that sees exact counts; everything after it reads protected tables.
    input:
        sources("03_count"),
        tables("01_fixed.parquet", "02_located.parquet", "02_others.parquet"),
        pipeline.home_files("population"),
        pipeline.raw_files("handmade/quotes.csv"),
        pipeline.raw_files("handmade/checked_texts.csv"),
        pipeline.releases(),
    params:
        as_of=AS_OF,
    output:
        tables(*(f"03_{name}.parquet" for name in pipeline.PROTECTED)),
        run_of("03_count"),
    shell:
        execute("03_count")


rule evaluate:
    input:
        sources("04_evaluate"),
        tables(*(f"03_{name}.parquet" for name in pipeline.PROTECTED)),
        pipeline.home_files("population", "boundaries"),
        pipeline.raw_files("denominators"),
        pipeline.raw_files("measurements"),
    params:
        as_of=AS_OF,
    output:
        tables("04_kreise.parquet", "04_cities.parquet", "04_facts.json"),
        run_of("04_evaluate"),
    shell:
        execute("04_evaluate")


rule figures:
    input:
        sources("05_figures"),
        run_of("04_evaluate"),
        pipeline.raw_files("boundaries"),
    params:
        as_of=AS_OF,
    output:
        tables("05_facts.json"),
        run_of("05_figures"),
    shell:
        execute("05_figures")


rule extract:
    input:
        sources("06_extract"),
        tables("02_located.parquet"),
        run_of("03_count"),
        pipeline.releases(),
    params:
        as_of=AS_OF,
    output:
        tables("06_facts.json"),
        run_of("06_extract"),
    shell:
        execute("06_extract")


rule buildout:
    input:
        sources("07_buildout"),
        run_of("05_figures"),
        run_of("06_extract"),
        pipeline.raw_files("buildout"),
        pipeline.raw_files("handmade/promises.csv"),
        pipeline.raw_files("handmade/promise_status.csv"),
        pipeline.raw_files("handmade/place_aliases.csv"),
    params:
        as_of=AS_OF,
    output:
        tables("07_plan.parquet", "07_answers.parquet"),
        tables(*(f"07_{name}.parquet" for name in pipeline.FOLLOWED), "07_facts.json"),
        run_of("07_buildout"),
    shell:
        execute("07_buildout")


for own in OWN:

    rule:
        name:
            own
        input:
            sources(own),
            run_of("05_figures"),
        params:
            as_of=AS_OF,
        output:
            run_of(own),
        shell:
            execute(own)


rule merge_facts:
    input:
        [run_of(stage) for stage in OWN],
        tables(*(f"0{number}_facts.json" for number in (1, 2, 4, 5, 6, 7))),
        pipeline.code_of_module("facts"),
    output:
        tables("facts.json"),
    shell:
        pipeline.module("facts", AS_OF)


rule publish:
    input:
        sources("08_publish"),
        tables("facts.json"),
        run_of("05_figures"),
        run_of("06_extract"),
        run_of("07_buildout"),
        [run_of(stage) for stage in OWN],
        pipeline.templates(),
        pipeline.raw_files("handmade/frozen.json"),
        pipeline.raw_files("handmade/promises.csv"),
        pipeline.raw_files("handmade/promise_status.csv"),
        pipeline.raw_files("handmade/published_corrections.csv"),
    params:
        as_of=AS_OF,
    output:
        run_of("08_publish"),
    shell:
        execute("08_publish")


rule finish:
    # The notebooks' pages are exported last: each carries the hash of what is published.
    input:
        [run_of(stage) for stage in (*pipeline.STAGES, *OWN)],
        pipeline.code_of_module("pipeline"),
    output:
        PROCESSED + "published.json",
    shell:
        pipeline.module("pipeline", AS_OF)
