// Named characters as HTML 4 has them (&amp; &eacute; &rarr;), read from a table. The parser's own way in browsers is to
// let innerHTML decode them, which our content policy forbids; what is not in the table stays as it was written.

/** Names of characters that follow each other, from the given code on. */
const RUNS: [from: number, names: string][] = [
  [
    160,
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 " +
      "acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde " +
      "Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc " +
      "Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml " +
      "aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc " +
      "otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml",
  ],
  [913, "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho"],
  [931, "Sigma Tau Upsilon Phi Chi Psi Omega"],
  [
    945,
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau " +
      "upsilon phi chi psi omega",
  ],
  [8204, "zwnj zwj lrm rlm"],
  [8216, "lsquo rsquo sbquo"],
  [8220, "ldquo rdquo bdquo"],
  [8224, "dagger Dagger bull"],
  [8592, "larr uarr rarr darr harr"],
  [8656, "lArr uArr rArr dArr hArr"],
  [8711, "nabla isin notin"],
  [8743, "and or cap cup int"],
  [8834, "sub sup nsub"],
  [8968, "lceil rceil lfloor rfloor"],
];

/** The others, each with its code. */
const SINGLES =
  "quot 34 amp 38 apos 39 lt 60 gt 62 OElig 338 oelig 339 Scaron 352 scaron 353 Yuml 376 fnof 402 circ 710 " +
  "tilde 732 thetasym 977 upsih 978 piv 982 ensp 8194 emsp 8195 thinsp 8201 ndash 8211 mdash 8212 hellip 8230 " +
  "permil 8240 prime 8242 Prime 8243 lsaquo 8249 rsaquo 8250 oline 8254 frasl 8260 euro 8364 image 8465 weierp " +
  "8472 real 8476 trade 8482 alefsym 8501 crarr 8629 forall 8704 part 8706 exist 8707 empty 8709 ni 8715 prod " +
  "8719 sum 8721 minus 8722 lowast 8727 radic 8730 prop 8733 infin 8734 ang 8736 there4 8756 sim 8764 cong 8773 " +
  "asymp 8776 ne 8800 equiv 8801 le 8804 ge 8805 sube 8838 supe 8839 oplus 8853 otimes 8855 perp 8869 sdot 8901 " +
  "lang 9001 rang 9002 loz 9674 spades 9824 clubs 9827 hearts 9829 diams 9830";

const named = new Map<string, string>();
for (const [from, names] of RUNS) {
  names.split(" ").forEach((name, index) => named.set(name, String.fromCodePoint(from + index)));
}
for (const [, name, code] of SINGLES.matchAll(/(\w+) (\d+)/g)) {
  if (name !== undefined) named.set(name, String.fromCodePoint(Number(code)));
}

/** Stands in for the module of this name; false means that there is no such character. */
export function decodeNamedCharacterReference(name: string): string | false {
  return named.get(name) ?? false;
}
