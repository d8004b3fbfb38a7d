"""What each TeX command looks like in Unicode: tables, and nothing that reads them."""

# Letters of text mode.
LETTERS = {
    "AA": "Å", "AE": "Æ", "DH": "Ð", "DJ": "Đ", "L": "Ł", "NG": "Ŋ", "O": "Ø", "OE": "Œ", "SS": "ẞ",
    "TH": "Þ", "aa": "å", "ae": "æ", "dh": "ð", "dj": "đ", "i": "ı", "j": "ȷ", "l": "ł", "ng": "ŋ",
    "o": "ø", "oe": "œ", "ss": "ß", "th": "þ",
}  # fmt: skip
# Signs of text mode that are written next to the word they belong to.
TIGHT_SIGNS = {"textbackslash": "\\", "textgreater": ">", "textless": "<"}
# Shorthands of computer vision's style files, which leave the full stop to the macro.
ABBREVIATIONS = {
    "eg": "e.g.", "etal": "et al.", "etc": "etc.", "ie": "i.e.", "vs": "vs.", "wrt": "w.r.t.",
}  # fmt: skip

# Words and signs of text mode. The space after them stays: nobody who writes
# `\LaTeX is` in an abstract wants it gone.
WORDS = {
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "P": "¶", "S": "§", "TeX": "TeX",
    "celsius": "°C", "copyright": "©", "deg": "°", "degree": "°",
    "euro": "€", "item": "•", "pounds": "£", "textapprox": "≈",
    "textasciicircum": "^", "textasciitilde": "~", "textbar": "|", "textbullet": "•",
    "textdegree": "°", "textellipsis": "…", "textemdash": "—", "textendash": "–",
    "texteuro": "€", "textmu": "µ", "textquotedblleft": "“", "textquotedblright": "”",
    "textquoteleft": "‘", "textquoteright": "’", "textregistered": "®", "texttimes": "×",
    "texttrademark": "™", "textunderscore": "_",
}  # fmt: skip

GREEK = {
    "Alpha": "Α", "Beta": "Β", "Gamma": "Γ", "Delta": "Δ", "Epsilon": "Ε", "Zeta": "Ζ", "Eta": "Η",
    "Theta": "Θ", "Iota": "Ι", "Kappa": "Κ", "Lambda": "Λ", "Mu": "Μ", "Nu": "Ν", "Xi": "Ξ",
    "Pi": "Π", "Rho": "Ρ", "Sigma": "Σ", "Tau": "Τ", "Upsilon": "Υ", "Phi": "Φ", "Chi": "Χ",
    "Psi": "Ψ", "Omega": "Ω", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ",
    "iota": "ι", "kappa": "κ", "varkappa": "ϰ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "omicron": "ο", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ",
    "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "varGamma": "Γ", "varDelta": "Δ", "varTheta": "Θ",
    "varLambda": "Λ", "varPhi": "Φ", "varOmega": "Ω", "digamma": "ϝ",
}  # fmt: skip

# Signs that stand where a letter could stand, or bracket one.
ORDINARY = {
    "Box": "□", "Diamond": "◇", "Im": "ℑ", "Re": "ℜ", "Vert": "‖", "aleph": "ℵ", "angle": "∠",
    "backslash": "\\", "because": "∵", "beth": "ℶ", "bigstar": "★", "bot": "⊥", "cdots": "⋯",
    "checkmark": "✓", "clubsuit": "♣", "colon": ":", "complement": "∁", "dag": "†", "dagger": "†",
    "ddag": "‡", "ddagger": "‡", "ddots": "⋱", "diamondsuit": "♢", "dots": "…", "dotsb": "⋯",
    "dotsc": "…", "ell": "ℓ", "emptyset": "∅", "eth": "ð", "exists": "∃", "flat": "♭",
    "forall": "∀", "hbar": "ℏ", "hslash": "ℏ", "heartsuit": "♡", "imath": "ı", "infty": "∞",
    "jmath": "ȷ", "langle": "⟨", "lbrace": "{", "lbrack": "[", "lceil": "⌈", "ldots": "…",
    "lfloor": "⌊", "lnot": "¬", "lVert": "‖", "lvert": "|", "measuredangle": "∡", "mho": "℧",
    "nabla": "∇", "natural": "♮", "neg": "¬", "nexists": "∄", "partial": "∂", "prime": "′",
    "qed": "∎", "rVert": "‖", "rangle": "⟩", "rbrace": "}", "rbrack": "]", "rceil": "⌉",
    "rfloor": "⌋", "rvert": "|", "sharp": "♯", "spadesuit": "♠", "square": "□", "therefore": "∴",
    "top": "⊤", "triangle": "△", "triangledown": "▽", "varnothing": "∅", "vdots": "⋮", "vert": "|",
    "wp": "℘", "xmark": "✗",
}  # fmt: skip

OPERATORS = {
    "Cap": "⋒", "Cup": "⋓", "Downarrow": "⇓", "Leftarrow": "⇐", "Leftrightarrow": "⇔",
    "Longleftarrow": "⟸", "Longleftrightarrow": "⟺", "Longrightarrow": "⟹", "Rightarrow": "⇒",
    "Uparrow": "⇑", "amalg": "⨿", "approx": "≈", "approxeq": "≊", "ast": "*", "asymp": "≍",
    "backsim": "∽", "bigcirc": "◯", "bowtie": "⋈", "boxplus": "⊞", "boxtimes": "⊠", "bullet": "•",
    "cap": "∩", "cdot": "·", "circ": "∘", "cong": "≅", "coloneqq": "≔", "cup": "∪",
    "curlyvee": "⋎", "curlywedge": "⋏", "dashv": "⊣", "diamond": "⋄", "div": "÷", "doteq": "≐",
    "downarrow": "↓", "equiv": "≡", "ge": "≥", "geq": "≥", "geqslant": "⩾", "gets": "←",
    "gg": "≫", "ggg": "⋙", "gtrapprox": "⪆", "gtrsim": "≳", "hookleftarrow": "↩",
    "hookrightarrow": "↪", "iff": "⟺", "implies": "⟹", "impliedby": "⟸", "in": "∈",
    "land": "∧", "ldotp": ".", "le": "≤", "leadsto": "⇝", "leftarrow": "←", "leftharpoonup": "↼",
    "leftrightarrow": "↔", "leftrightarrows": "⇆", "leq": "≤", "leqslant": "⩽", "lessapprox": "⪅",
    "lesssim": "≲", "ll": "≪", "lll": "⋘", "longleftarrow": "⟵", "longleftrightarrow": "⟷",
    "longmapsto": "⟼", "longrightarrow": "⟶", "lor": "∨", "ltimes": "⋉", "mapsto": "↦",
    "mid": "|", "models": "⊨", "mp": "∓", "ne": "≠", "nearrow": "↗", "neq": "≠", "ngeq": "≱",
    "ngtr": "≯", "ni": "∋", "nleftarrow": "↚", "nleq": "≰", "nless": "≮", "nmid": "∤",
    "notin": "∉", "nparallel": "∦", "nrightarrow": "↛", "nsim": "≁", "nsubseteq": "⊈",
    "nsupseteq": "⊉", "nwarrow": "↖", "odot": "⊙", "ominus": "⊖", "oplus": "⊕", "oslash": "⊘",
    "otimes": "⊗", "owns": "∋", "parallel": "∥", "perp": "⊥", "pm": "±", "prec": "≺",
    "preccurlyeq": "≼", "preceq": "⪯", "precsim": "≾", "propto": "∝", "rightarrow": "→",
    "rightharpoonup": "⇀", "rightleftharpoons": "⇌", "rightleftarrows": "⇄",
    "rightsquigarrow": "⇝", "rtimes": "⋊", "searrow": "↘", "setminus": "∖", "sim": "∼",
    "simeq": "≃", "smallsetminus": "∖", "sqcap": "⊓", "sqcup": "⊔", "sqsubseteq": "⊑",
    "sqsupseteq": "⊒", "star": "⋆", "subset": "⊂", "subseteq": "⊆", "subsetneq": "⊊",
    "succ": "≻", "succcurlyeq": "≽", "succeq": "⪰", "succsim": "≿", "supset": "⊃",
    "supseteq": "⊇", "supsetneq": "⊋", "swarrow": "↙", "times": "×", "to": "→",
    "triangleleft": "◁", "triangleq": "≜", "triangleright": "▷", "twoheadrightarrow": "↠",
    "uparrow": "↑", "updownarrow": "↕", "uplus": "⊎", "vDash": "⊨", "vdash": "⊢", "vee": "∨",
    "veebar": "⊻", "wedge": "∧", "wr": "≀",
}  # fmt: skip

# Names and large operators: what follows stands a space away, unless it is bracketed.
FUNCTIONS = {
    **{name: name for name in (
        "Pr", "Tr", "arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "cot",
        "coth", "csc", "deg", "det", "diag", "dim", "exp", "gcd", "hom", "inf", "ker", "lcm", "lg",
        "lim", "ln", "log", "max", "min", "poly", "polylog", "rank", "sec", "sgn", "sign", "sin",
        "sinh", "sup", "tan", "tanh", "tr",
    )},
    "bmod": "mod", "liminf": "lim inf", "limsup": "lim sup", "bigcap": "⋂", "bigcup": "⋃",
    "bigodot": "⨀", "bigoplus": "⨁", "bigotimes": "⨂", "bigsqcup": "⨆", "bigvee": "⋁",
    "bigwedge": "⋀", "coprod": "∐", "iint": "∬", "iiint": "∭", "int": "∫", "oint": "∮",
    "prod": "∏", "sum": "∑",
}  # fmt: skip

# What a backslash and one sign write.
ESCAPED = {mark: mark for mark in "%&#_${}"} | {"|": "‖"}
SPACING = dict.fromkeys(",;:> \t\n\\", " ") | dict.fromkeys("!/-@", "")
SPACES = {"enspace", "linebreak", "newline", "par", "qquad", "quad", "space", "thinspace"}

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307",
}  # fmt: skip
LETTER_ACCENTS = {
    "H": "\u030b", "b": "\u0331", "c": "\u0327", "d": "\u0323", "k": "\u0328", "r": "\u030a",
    "t": "\u0361", "u": "\u0306", "v": "\u030c",
}  # fmt: skip
MATH_ACCENTS = {
    "acute": "\u0301", "bar": "\u0304", "breve": "\u0306", "check": "\u030c", "ddot": "\u0308",
    "dot": "\u0307", "grave": "\u0300", "hat": "\u0302", "mathring": "\u030a",
    "overline": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "widehat": "\u0302",
    "widetilde": "\u0303",
}  # fmt: skip

# Commands that change the look of their argument, which chat does without.
TEXT_STYLES = {
    "emph", "enquote", "fbox", "hbox", "lowercase", "makebox", "mbox", "num", "sout", "text",
    "textbf", "textit", "textmd", "textnormal", "textrm", "textsc", "textsf", "textsl", "texttt",
    "textup", "uline", "underline", "uppercase", "uwave",
}  # fmt: skip
MATH_STYLES = {
    "bm", "boldsymbol", "boxed", "ensuremath", "mathbf", "mathbin", "mathit", "mathnormal",
    "mathop", "mathord", "mathrel", "mathrm", "mathsf", "mathtt", "overbrace", "pmb", "symbf",
    "underbrace",
}  # fmt: skip

# Switches that print nothing themselves.
DECLARATIONS = {
    "bf", "bfseries", "boldmath", "centering", "displaystyle", "em", "footnotesize",
    "frenchspacing", "it", "itshape", "large", "limits", "mdseries", "nolimits",
    "noindent",
    "nonumber", "normalfont", "normalsize", "protect", "relax", "rm", "rmfamily", "sc",
    "scriptsize", "scriptstyle", "scshape", "sf", "sffamily", "sl", "slshape", "small",
    "textstyle", "tiny", "tt", "ttfamily", "upshape", "xspace",
}  # fmt: skip
DELIMITER_SIZES = {
    "Big", "Bigg", "Biggl", "Biggm", "Biggr", "Bigl", "Bigm", "Bigr", "big", "bigg", "biggl",
    "biggm", "biggr", "bigl", "bigm", "bigr", "left", "middle", "right",
}  # fmt: skip

CITATIONS = {
    "Cref", "autocite", "autoref", "cite", "citealp", "citealt", "citeauthor", "citep", "citet",
    "citeyear", "citeyearpar", "cref", "eqref", "footcite", "parencite", "ref", "textcite",
}  # fmt: skip

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LATIN = _CAPITALS + _CAPITALS.lower()
_DOUBLE_STRUCK = dict(zip(
    _LATIN + "0123456789",
    "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ"
    "𝕒𝕓𝕔𝕕𝕖𝕗𝕘𝕙𝕚𝕛𝕜𝕝𝕞𝕟𝕠𝕡𝕢𝕣𝕤𝕥𝕦𝕧𝕨𝕩𝕪𝕫𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡",
    strict=True,
))  # fmt: skip
_SCRIPT = dict(zip(
    _LATIN,
    "𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵𝒶𝒷𝒸𝒹ℯ𝒻ℊ𝒽𝒾𝒿𝓀𝓁𝓂𝓃ℴ𝓅𝓆𝓇𝓈𝓉𝓊𝓋𝓌𝓍𝓎𝓏",
    strict=True,
))  # fmt: skip
_FRAKTUR = dict(zip(
    _LATIN,
    "𝔄𝔅ℭ𝔇𝔈𝔉𝔊ℌℑ𝔍𝔎𝔏𝔐𝔑𝔒𝔓𝔔ℜ𝔖𝔗𝔘𝔙𝔚𝔛𝔜ℨ𝔞𝔟𝔠𝔡𝔢𝔣𝔤𝔥𝔦𝔧𝔨𝔩𝔪𝔫𝔬𝔭𝔮𝔯𝔰𝔱𝔲𝔳𝔴𝔵𝔶𝔷",
    strict=True,
))  # fmt: skip
ALPHABETS = {
    "Bbb": _DOUBLE_STRUCK, "cal": _SCRIPT, "frak": _FRAKTUR, "mathbb": _DOUBLE_STRUCK,
    "mathbbm": _DOUBLE_STRUCK, "mathcal": _SCRIPT, "mathds": _DOUBLE_STRUCK,
    "mathfrak": _FRAKTUR, "mathscr": _SCRIPT,
}  # fmt: skip

SUPERSCRIPTS = dict(zip(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵡ",
    strict=True,
))  # fmt: skip
SUBSCRIPTS = dict(zip(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
    strict=True,
))  # fmt: skip
# Signs that hang above the line by themselves.
RAISED = {
    "∘": "°", "°": "°", "*": "*", "⋆": "⋆", "★": "★", "†": "†", "‡": "‡", "′": "′", "″": "″",
    "‴": "‴", "⁗": "⁗", "⊤": "ᵀ",
}  # fmt: skip
