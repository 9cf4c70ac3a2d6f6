"""Two hundred things that a stranger may write into a cell of a list, by what they are after."""

_HEADERS = ("Bcc: x@evil.example", "To: x@evil.example", "Content-Type: text/html", "X-Injected: 1")
_LINE_ENDS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r\n ", "\n\t")
_SMUGGLED = [f"Ana{end}{header}" for end in _LINE_ENDS for header in _HEADERS] + [
    "=?utf-8?q?=0ABcc:_x@evil.example?=",
    "=?UTF-8?B?CkJjYzogeEBldmlsLmV4YW1wbGU=?=",
    "=?utf-8*en?Q?=0D=0ABcc:x?=",
    "=?us-ascii?q?=0A?= Ruiz",
    "Ana =?utf-8?q?=0D=0ASubject:_won?= Ruiz",
    "=?koi8-r?b?CkJjYzo=?=",
    "Ana\0Bcc: x@evil.example",
    "Ana\n\n<h1>body</h1>",
]

_ESCAPES = (
    [f"\x1b[{code}Ana" for code in ("31m", "2J", "1;1H", "?1049h", "6n", "5i", "0c", "8;99;99t", "20h", "3J")]
    + [
        f"\x1b]{text}{end}Ana"
        for text in ("0;owned", "52;c;cm0gLXJm", "8;;http://evil.example", "9;4", "50;?")
        for end in ("\x07", "\x1b\\")
    ]
    + [
        f"\x1b{text}Ana"
        for text in ("P$q\x1b\\", "c", "_x\x1b\\", "^x\x1b\\", "Xx\x1b\\", "(0", "#8", "7", "=", "Z")
    ]
    + [f"{text}Ana" for text in ("\x9b31m", "\x9d52;c;AAAA\x9c", "\x90q\x9c", "\x84", "\x8d", "\x9f", "\x80")]
    + [f"A{chr(code)}na" for code in range(1, 32) if chr(code) not in "\t\n\r"]
    + ["Ana\x7f\x7f\x7f", "Ana\x08\x08\x08root", "%1b[31mAna", "Ana\\x1b[31m", "\u241b[31mAna"]
)

_BIDI = [
    *(
        "Ana\u202egpj.exe",
        "\u202dAna",
        "\u202aAna\u202c",
        "\u202bAna",
        "\u2066Ana\u2069",
        "\u2067Ana",
        "\u2068Ana",
    ),
    *(
        "\u200eAna",
        "Ana\u200f",
        "A\u200bn\u200ba",
        "Ana\ufeff",
        "A\u00adna",
        "A\u2060na",
        "\U000e0041na",
        "\u061cAna",
    ),
]

_FORMULAS = [
    *(
        '=HYPERLINK("http://evil.example","click")',
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1:A9)",
        "=cmd|' /C calc'!A0",
    ),
    *("=IMPORTXML(CONCAT(A1),B1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@cmd", "'=1+1", '"=1+1'),
    *("=WEBSERVICE(A1)", "=DDE(A1;B1)", "\uff1d1+1"),
]

_TEMPLATES = [
    *("{{7*7}}", "{{ 7*7 }}", "{% for a in range(9) %}x{% endfor %}", "{# remark #}", "${7*7}", "<%= 7*7 %>"),
    *(
        "#{7*7}",
        "{{ sender.postal_address }}",
        "{{ contact.__class__ }}",
        "{{''.__class__.__mro__}}",
        "{{",
        "{%",
    ),
    *(
        "{{ config }}",
        "{% raw %}",
        "{% include '/etc/passwd' %}",
        "[[7*7]]",
        "@{7*7}",
        "*|EMAIL|*",
        "%s%s%n",
        "{0}",
    ),
]

_SQL = [
    *(
        "'; DROP TABLE contact; --",
        '"; DELETE FROM suppression; --',
        "' OR 1=1 --",
        "Robert'); DROP TABLE event;--",
    ),
    *(
        "1; ATTACH DATABASE 'x.db' AS x",
        "' UNION SELECT key FROM workspace --",
        "\\'; SELECT 1",
        "%' OR '%'='",
    ),
    *(
        "'||(SELECT key FROM workspace)||'",
        ":address",
        "?",
        "%(address)s",
        "$1",
        "/* x */",
        "E'\\x27'",
        "; VACUUM",
    ),
]

_PATHS = [
    *(
        "../../../etc/passwd",
        "/etc/passwd",
        "..\\..\\windows\\win.ini",
        "file:///etc/passwd",
        "C:\\boot.ini",
        "~/.ssh",
    ),
    *(
        "%2e%2e%2fetc%2fpasswd",
        "....//....//etc",
        "/dev/tcp/evil.example/80",
        "\\\\evil.example\\share",
        "con",
        "nul",
    ),
    *("$(touch owned)", "`touch owned`", "; touch owned", "| touch owned"),
]

BY_AIM: dict[str, list[str]] = {
    "header": _SMUGGLED,
    "terminal": _ESCAPES,
    "direction": _BIDI,
    "formula": _FORMULAS,
    "template": _TEMPLATES,
    "query": _SQL,
    "path": _PATHS,
}
HOSTILE = [text for texts in BY_AIM.values() for text in texts]
