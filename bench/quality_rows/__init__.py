"""One module a row of bench/quality: NAME (its option), ORDER, DATA (under ../shared), GOALS, and
measure(path, build, details) -> {figure's name: number}. common.py has what they share."""
