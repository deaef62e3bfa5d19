#!/usr/bin/env python3
"""manual.py BUILD: man pages and shell completion, from what the program itself says.

Reads `masudi help` and `masudi help VERB` of BUILD/masudi and writes, under BUILD/manual,
man/man1/masudi.1 and masudi-VERB.1, and completion for bash, zsh and fish. Made anew at each
installation, they cannot go stale.
"""
import os
import re
import subprocess
import sys

ENDINGS = {0: "everything was done", 1: "some documents were refused; the others were coded",
           2: "wrong usage", 3: "the model, the knowledge or the store is missing, broken or not to be had"}


def says(program, *words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


class Verb:
    """What `masudi help VERB` says: name, what, usage, paragraphs, options (name, letter, value, help)."""

    def __init__(self, text):
        head, _, rest = text.partition("\n\n")
        self.name, self.what = re.match(r"masudi (\S+): (.*)", head).groups()
        body, _, options = rest.partition("\noptions:\n")
        usage, _, more = body.partition("\n\n")
        self.usage = usage.replace("usage: ", "", 1).strip()
        self.more = more.strip().split("\n") if more.strip() else []
        self.options = []
        for line in options.split("\n"):
            if not line.strip():
                continue
            start = re.match(r"  (--\S+)(.*)$", line)
            if not start:
                name, letter, value, told = self.options[-1]
                self.options[-1] = (name, letter, value, (told + " " + line.strip()).strip())
                continue
            name, tail = start.groups()
            letter = ""
            short = re.search(r", -(\w)(?=\s|$)", tail)
            if name.endswith(","):
                name = name[:-1]
                short = re.match(r" -(\w)", tail)
            if short:
                letter, tail = short.group(1), tail[:short.start()] + "  " + tail[short.end():]
            value, told = "", tail.strip()
            if tail.startswith(" ") and not tail.startswith("  "):
                value, _, told = tail[1:].partition("  ")
            self.options.append((name, letter, value.strip(), told.strip()))


def roff(text):
    """Text as roff takes it: backslashes, hyphens and a control character at the start of a line kept as they are."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\`").replace("'", "\\(aq")
    return "\\&" + text if text.startswith((".", "\\(aq")) else text


def option_page(option):
    name, letter, value, told = option
    shown = f"\\fB{roff(name)}\\fR" + (f" \\fI{roff(value)}\\fR".replace("|", "|\\:") if value else "")
    if letter:
        shown += f", \\fB\\-{letter}\\fR"
    return [".TP", shown, roff(told) or "\\&"]


def page(title, version, sections):
    lines = [f'.TH {title.upper()} 1 "" "masudi {version}" "User Commands"', ".nh", ".ad l"]
    for heading, body in sections:
        lines += [f'.SH "{heading}"' if " " in heading else f".SH {heading}", *body]
    return "\n".join(lines) + "\n"


def endings():
    out = []
    for status, what in ENDINGS.items():
        out += [".TP", f"\\fB{status}\\fR", roff(what)]
    return out


def verb_page(verb, version):
    described = [roff(line) if line.strip() else ".PP" for line in verb.more]
    sections = [("NAME", [f"masudi\\-{verb.name} \\- {roff(verb.what)}"]),
                ("SYNOPSIS", ["\\fB" + roff("masudi " + verb.name) + "\\fR" +
                              " " + roff(verb.usage.replace("masudi " + verb.name, "", 1).strip())]),
                ("DESCRIPTION", described or [roff(verb.what[0].upper() + verb.what[1:]) + "."])]
    if verb.options:
        sections.append(("OPTIONS", [line for option in verb.options for line in option_page(option)]))
    return page("masudi-" + verb.name, version,
                sections + [("EXIT STATUS", endings()), ("SEE ALSO", [".BR masudi (1)"])])


def main_page(verbs, version):
    listed = []
    for verb in verbs:
        listed += [".TP", f"\\fB{verb.name}\\fR", roff(verb.what)]
    env = [".TP", "\\fBMASUDI_MODEL\\fR", "the model, where \\fB\\-\\-model\\fR does not name one"]
    return page("masudi", version, [
        ("NAME", ["masudi \\- read news, keep what it claims"]),
        ("SYNOPSIS", ["\\fBmasudi\\fR \\fIVERB\\fR [\\fIOPTIONS\\fR] [\\fIFILE\\fR...|\\-]"]),
        ("DESCRIPTION", [roff("Codes news into claims: who did what to whom, where, when, who says so, and whether it "
                              "happened or was only threatened, considered, asked for, feared, conditional or denied."),
                         ".PP", roff("Without a file and with a pipe, standard input is read. Results go to standard "
                                     "output, everything else to standard error.")]),
        ("VERBS", listed), ("ENVIRONMENT", env), ("EXIT STATUS", endings()),
        ("SEE ALSO", [", ".join(f"\\fBmasudi\\-{v.name}\\fR(1)" for v in verbs)])])


# ---- completion ----

def choices(value):
    """The words that may follow an option, where its help lists them: text|html|jsonl."""
    return re.findall(r"[\w-]+", value) if "|" in value and not re.search(r"[A-Z]", value) else []


def takes_file(value):
    return bool(re.search(r"FILE|DIR|WHERE|PATH", value))


def bash(verbs):
    out = ["# bash completion of masudi, made from its own help", "_masudi() {",
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}",
           "    COMPREPLY=()", "    if [ \"$COMP_CWORD\" -eq 1 ]; then",
           f"        mapfile -t COMPREPLY < <(compgen -W '{' '.join(v.name for v in verbs)} help version' -- \"$cur\")",
           "        return", "    fi", "    case $verb$prev in"]
    for verb in verbs:
        for name, letter, value, _ in verb.options:
            keys = verb.name + name + (f"|{verb.name}-{letter}" if letter else "")
            if choices(value):
                words = " ".join(choices(value))
                out.append(f"    {keys}) mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$cur\"); return ;;")
            elif takes_file(value):
                out.append(f"    {keys}) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;")
            elif value:
                out.append(f"    {keys}) return ;;")
    out += ["    esac", "    case $verb in"]
    for verb in verbs:
        words = " ".join(o[0] for o in verb.options)
        out.append(f"    {verb.name}) [[ $cur == -* ]] && mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$cur\") ;;")
    names = " ".join(v.name for v in verbs)
    out += [f"    help) mapfile -t COMPREPLY < <(compgen -W '{names}' -- \"$cur\"); return ;;", "    esac",
            "    [ \"${#COMPREPLY[@]}\" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")", "}",
            "complete -o filenames -F _masudi masudi"]
    return "\n".join(out) + "\n"


def quoted(text):
    return text.replace("'", "'\\''")


def zsh(verbs):
    def told(text):
        return quoted(text).replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
    out = ["#compdef masudi", "# zsh completion of masudi, made from its own help", "_masudi() {",
           "    local -a verbs", "    verbs=("]
    out += [f"        '{v.name}:{told(v.what)}'" for v in verbs]
    out += ["        'help:tells of one verb'", "    )",
            "    if (( CURRENT == 2 )); then _describe verb verbs; return; fi", "    case $words[2] in"]
    for verb in verbs:
        out.append(f"    {verb.name}) shift words; (( CURRENT-- )); _arguments \\")
        for name, letter, value, help_text in verb.options:
            action = f"({' '.join(choices(value))})" if choices(value) else "_files" if takes_file(value) else " "
            after = f":{told(value.split('|')[0])}:{action}" if value else ""
            for form in [name] + (["-" + letter] if letter else []):
                out.append(f"        '*{form}[{told(help_text)}]{after}' \\")
        out.append("        '*:file:_files' ;;")
    out += ["    help) (( CURRENT == 3 )) && _describe verb verbs ;;", "    esac", "}", "_masudi \"$@\""]
    return "\n".join(out) + "\n"


def fish(verbs):
    out = ["# fish completion of masudi, made from its own help"]
    for verb in verbs:
        out.append(f"complete -c masudi -n __fish_use_subcommand -a {verb.name} -d '{quoted(verb.what)}'")
        for name, letter, value, told in verb.options:
            line = f"complete -c masudi -n '__fish_seen_subcommand_from {verb.name}' -l {name[2:]}"
            line += f" -s {letter}" if letter else ""
            line += " -r" if value else ""
            if choices(value):
                line += f" -f -a '{' '.join(choices(value))}'"
            out.append(line + f" -d '{quoted(told)}'")
    return "\n".join(out) + "\n"


def main():
    build = sys.argv[1]
    program = os.path.join(build, "masudi")
    version = says(program, "--version").split()[1]
    names = re.findall(r"^  (\w+) +\S", says(program, "help"), re.M)
    verbs = [Verb(says(program, "help", name)) for name in names if name not in ("help", "version")]
    files = {"man/man1/masudi.1": main_page(verbs, version), "bash-completion/completions/masudi": bash(verbs),
             "zsh/vendor-completions/_masudi": zsh(verbs), "fish/vendor_completions.d/masudi.fish": fish(verbs)}
    files.update({f"man/man1/masudi-{v.name}.1": verb_page(v, version) for v in verbs})
    for name, text in files.items():
        path = os.path.join(build, "manual", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)


if __name__ == "__main__":
    main()
