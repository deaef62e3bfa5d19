"""One module a group of rows of bench/speed: NAME, ORDER and measure(run), which yields (figure, value, goal); goal is
None or (least, most), either of them None."""
import os
import resource
import subprocess


class Run:
    """What every row measures with: the build, the articles, a folder for files of its own, a Python that has spaCy."""

    def __init__(self, build, texts, folder, spacy):
        self.build, self.texts, self.folder, self.spacy = build, texts, folder, spacy
        self.program = os.path.join(build, "masudi")
        self.model = os.path.join(build, "share/masudi/en.model")
        self.knowledge = os.path.join(build, "share/masudi/knowledge.msd")

    def path(self, name):
        return os.path.join(self.folder, name)

    def environment(self):
        return dict(os.environ, MASUDI_MODEL=self.model, MASUDI_KNOWLEDGE=self.knowledge)

    def spend(self, *command, stdin=None, timeout=300):
        """Processor seconds of a command, and what it wrote."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=self.environment(), timeout=timeout)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise RuntimeError(f"{os.path.basename(command[0])}: {done.stderr.decode(errors='replace')[-300:].strip()}")
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.decode()

    def code(self, path, *options, workers=1):
        return self.spend(self.program, "code", "-j", str(workers), "--quiet", "--out", "none", *options, path)[0]
