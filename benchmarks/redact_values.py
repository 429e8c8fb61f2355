"""Values for the redaction benchmark: invented identifiers in the forms that people type."""

import random
from pathlib import Path

import yaml


def _words(text: str) -> list[str]:
    return text.split()


WORDINGS = yaml.safe_load(Path(__file__).with_name("redact_wordings.yml").read_text("utf-8"))
GIVEN, SURNAME, RARE_GIVEN, RARE_SURNAME, CITIES, DOMAINS = WORDINGS["names"].values()
STREETS, RARE_STREETS = WORDINGS["streets"], WORDINGS["rare_streets"]
PARTICLES = ["von ", "van ", "zu ", "de "]
PLAIN = str.maketrans(
    dict(zip("ışçłńśøåŞÇŁćğ", "isclnsoaSCLcg", strict=True))
    | {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ö": "Oe", "Ü": "Ue", "Å": "A"}
)


class Values:
    """Draws values of each kind from a seed."""

    def __init__(self, seed: int, rare: float = 0.2) -> None:
        self.random = random.Random(seed)
        self.rare = rare

    def draw(self, kind: str) -> str:
        return getattr(self, kind)()

    def digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def group(self, number: str, sizes: list[int], sep: str) -> str:
        parts, place = [], 0
        for size in sizes:
            parts.append(number[place : place + size])
            place += size
        return sep.join(part for part in [*parts, number[place:]] if part)

    def given(self) -> str:
        return self.random.choice(RARE_GIVEN if self.random.random() < self.rare else GIVEN)

    def surname(self) -> str:
        return self.random.choice(RARE_SURNAME if self.random.random() < self.rare else SURNAME)

    def street(self) -> str:
        streets = RARE_STREETS if self.random.random() < self.rare else STREETS
        return self.random.choice(streets)

    def sur(self) -> str:
        name = self.surname()
        roll = self.random.random()
        if roll < 0.08:
            return self.random.choice(PARTICLES) + name
        return f"{self.random.choice('ABFHKMPST')}. {name}" if roll < 0.25 else name

    def name(self) -> str:
        full = f"{self.given()} {self.surname()}"
        return self.random.choice(
            [full, full, full, self.given(), f"{self.given()} {self.random.choice('ABFHKMPST')}."]
        )

    def local(self) -> str:
        first, last = (
            self.given().lower().translate(PLAIN),
            self.random.choice(SURNAME).lower().translate(PLAIN),
        )
        year = self.random.randint(10, 99)
        return self.random.choice(
            [
                f"{first}.{last}",
                f"{first}_{last}",
                f"{first[0]}.{last}",
                f"{last}{year}",
                f"{first}-{last}",
                f"{first}{last}",
                f"info.{last}",
                f"{first}.{last}+o2",
            ]
        )

    def mail(self) -> str:
        local, domain = self.local(), self.random.choice(DOMAINS)
        dotted = domain.replace(".", " punkt ")
        return self.random.choice(
            [f"{local}@{domain}"] * 5
            + [
                f"{local} (at) {domain}",
                f"{local}(at){domain}",
                f"{local}[at]{domain.replace('.', '[dot]')}",
                f"{local} at {dotted}",
                f"{local}{{ät}}{domain}",
                f"{local} ät {domain}",
                f"{local} @ {domain}",
                f"{local.replace('.', ' punkt ').replace('_', ' unterstrich ')} at {dotted}",
                f"{local}@{domain}".upper(),
                f"{local} [AT] {domain.replace('.', ' [DOT] ')}",
                f"{local} klammeraffe {domain}",
                f"{local}＠{domain}",
                f"{local}@\u200b{domain}",
                f"{local} (ät) {domain.replace('.', ' (punkt) ')}",
                f"mailto:{local}@{domain}",
                f"{local}<at>{domain}",
            ]
        )

    def phone(self) -> str:
        mobile = self.random.choice(
            [
                "151",
                "152",
                "157",
                "159",
                "160",
                "162",
                "163",
                "170",
                "171",
                "172",
                "173",
                "175",
                "176",
                "177",
                "178",
                "179",
            ]
        )
        area = self.random.choice(
            ["30", "40", "89", "221", "621", "69", "4101", "33203", "351", "711"]
        )
        own, land = (
            self.digits(self.random.choice([7, 8])),
            str(self.random.randint(2, 9)) + self.digits(self.random.choice([5, 6, 7])),
        )
        return self.random.choice(
            [
                f"0{mobile}{own}",
                f"0{mobile} {own}",
                f"0{mobile}/{own}",
                f"0{mobile}-{own}",
                f"+49 {mobile} {own}",
                f"+49{mobile}{own}",
                f"0049{mobile}{own}",
                f"+49 (0){mobile} {own}",
                f"+49 (0) {mobile} / {self.group(own, [2, 2, 2], ' ')}",
                f"0{mobile} {self.group(own, [3, 2], ' ')}",
                f"0{mobile}.{self.group(own, [3, 2], '.')}",
                f"(0{mobile}) {own}",
                f"0{area} {land}",
                f"0{area}/{land}",
                f"0{area}-{land}",
                f"(0{area}) {self.group(land, [2, 2], ' ')}",
                f"+49 {area} {land}",
                f"0{area} / {self.group(land, [2, 2], ' ')} - {self.digits(2)}",
                f"0 {area[:2]} {area[2:]} / {self.group(land, [1, 2, 2], ' ')}",
                f"O{mobile} {own}",
                f"49{mobile}{own}",
                f"0{mobile} – {own}",
                f"０{mobile}{own}",
                f"0{mobile}\u00a0{own}",
                f"+43 664 {own}",
                f"+48 60{self.digits(7)}",
                f"+90 53{self.digits(8)}",
                f"0{mobile[0]} {mobile[1:]} {self.group(own, [2, 2, 2], ' ')}",
            ]
        )

    def iban(self) -> str:
        number = f"DE{self.digits(20)}"
        return self.random.choice(
            [
                number,
                self.group(number, [4] * 5, " "),
                number.lower(),
                self.group(number, [4] * 5, "-"),
                number[:-1],
                "AT611904300234573201",
                "GB29 NWBK 6016 1331 9268 19",
                "NL91ABNA0417164300",
                "DE " + number[2:],
            ]
        )

    def account(self) -> str:
        number, bank = (
            self.digits(self.random.choice([7, 8, 9, 10])),
            self.random.choice("12345678") + self.digits(7),
        )
        return self.random.choice(
            [
                number,
                f"{number}, BLZ {bank}",
                f"{number} BLZ {self.group(bank, [3, 3], ' ')}",
                self.group(number, [3, 3], " "),
                f"{number} bei der Sparkasse, Bankleitzahl: {bank}",
            ]
        )

    def device(self) -> str:
        number = "35" + self.digits(13)
        return self.random.choice(
            [
                number,
                number,
                self.group(number, [2, 6, 6], "-"),
                self.group(number, [6, 2, 6], " "),
                self.group(number, [6, 2, 6], "/"),
                number + "7",
                number[:-1],
                "26207" + self.digits(10),
                "8949" + self.digits(15),
            ]
        )

    def customer(self) -> str:
        number = self.random.choice("123456789") + self.digits(9)
        return self.random.choice(
            [
                number,
                number[:7],
                number[:8],
                f"T{number[:8]}",
                f"{number[:3]} {number[3:6]} {number[6:]}",
                f"{number[:4]}-{number[4:]}",
                f"DE{number[:9]}",
                f"#{number[:7]}",
                f"O2-{number[:8]}",
                f"INC{number[:9]}",
                f"{number[:2]}/{number[2:8]}",
                number[:6],
            ]
        )

    def address(self) -> str:
        street = self.street()
        house = self.random.choice(
            ["{}", "{}", "{}", "{}a", "{} b", "{}-{}", "Nr. {}", "Nr.{}"]
        ).format(self.random.randint(1, 190), self.random.randint(190, 199))
        text = f"{street} {house}"
        return self.random.choice(
            [
                text,
                text,
                text,
                f"{text}, {self.digits(5).replace('0', '1')} {self.random.choice(CITIES)}",
                f"{text} in {self.random.choice(CITIES)}",
                text.lower(),
                f"{street}, {house}",
            ]
        )

    def coordinates(self) -> str:
        lat, lon = self.random.uniform(47.5, 54.8), self.random.uniform(6.1, 14.9)
        return self.random.choice(
            [
                f"{lat:.5f}, {lon:.5f}",
                f"{lat:.4f} {lon:.4f}",
                f"{lat:.6f},{lon:.6f}",
                f"N {lat:.4f} E {lon:.4f}",
                f"{lat:.4f}° N, {lon:.4f}° E",
                f"{int(lat)}°{self.random.randint(10, 59)}'12\"N "
                f"{int(lon)}°{self.random.randint(10, 59)}'30\"E",
                f"lat={lat:.4f} lon={lon:.4f}",
                f"{lat:.4f}".replace(".", ",") + " / " + f"{lon:.4f}".replace(".", ","),
            ]
        )

    def plate(self) -> str:
        where = self.random.choice(_words("HH B M K HD MA F DD KI NF OHZ S HRO OS PI"))
        letters = "".join(
            self.random.choice("ABCDEFGHJKLMPRTUVWXZ") for _ in range(self.random.choice([1, 2, 2]))
        )
        number = self.random.randint(1, 9999)
        return self.random.choice(
            [
                f"{where}-{letters} {number}",
                f"{where}-{letters} {number}",
                f"{where}-{letters}{number}",
                f"{where} {letters} {number + 10}",
                f"{where} - {letters} {number}",
                f"{where}:{letters} {number}",
            ]
        )

    def profile(self) -> str:
        first = self.given().lower().translate(PLAIN)
        year = self.random.randint(10, 99)
        return self.random.choice(
            [
                f"@{first}{year}",
                f"@{first}_{year}",
                f"@{first}.{self.random.choice(SURNAME).lower().translate(PLAIN)}",
                f"{first}{year}",
                f"{first}_{year}",
                f"{first}.k{year}",
            ]
        )

    def link(self) -> str:
        last = self.random.choice(SURNAME).lower().translate(PLAIN)
        return self.random.choice(
            [
                f"http://example.org/u/{last}/{self.digits(3)}",
                f"https://www.facebook.com/{last}.{self.digits(2)}",
                f"facebook.com/{last}",
                f"www.example.org/~{last}/bild.jpg",
                f"http://blog.example.net/user/{last}",
                f"https://twitter.com/{last}{self.digits(2)}",
                f"www.xing.com/profile/{last.title()}",
                f"http://example.org/profil.php?id={self.digits(6)}",
                f"flickr.com/photos/{last}",
                f"https://{last}:pw@example.org/x",
                f"http://www.example.org/users/{last}/speedtest.png",
            ]
        )

    def birth(self) -> str:
        day, month, year = (
            self.random.randint(1, 28),
            self.random.randint(1, 12),
            self.random.randint(1931, 1998),
        )
        name = _words(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        )[month - 1]
        return self.random.choice(
            [
                f"{day:02}.{month:02}.{year}",
                f"{day}.{month}.{year}",
                f"{day:02}.{month:02}.{year % 100:02}",
                f"{day}. {name} {year}",
                f"{year}-{month:02}-{day:02}",
                f"{day:02}/{month:02}/{year}",
                f"{day:02}{month:02}{year}",
                f"{day}.{name[:3]} {year}",
                f"{day:02}. {month:02}. {year}",
            ]
        )

    def network(self) -> str:
        quad = ".".join(str(self.random.randint(11, 250)) for _ in range(4))
        mac = [
            self.random.choice("0123456789abcdef") + self.random.choice("0123456789abcdef")
            for _ in range(6)
        ]
        return self.random.choice(
            [
                quad,
                quad,
                quad,
                ":".join(mac),
                "-".join(mac).upper(),
                "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
                "fe80::1ff:fe23:4567:890a",
            ]
        )

    def password(self) -> str:
        return self.random.choice(
            [
                f"Sommer{self.digits(4)}",
                f"{self.given().lower().translate(PLAIN)}{self.digits(2)}!",
                "Tr0mpete#7",
                self.digits(4),
                self.digits(8),
                "gE7kq2Lm",
                "geheim123",
                "Hasenbraten99",
            ]
        )
