"""Names for invented people, as they are met in the United Kingdom today: common ones, of nobody in particular."""

from __future__ import annotations

FIRST = [
    "Aisha", "Alan", "Amara", "Anna", "Bethan", "Bilal", "Carys", "Chen", "Chloe", "Connor", "Daniel", "Deepa",
    "Declan", "Ebony", "Eilidh", "Elif", "Emeka", "Emma", "Fatima", "Finlay", "Freya", "George", "Hannah",
    "Hamza", "Imran", "Iona", "Isaac", "Jack", "Jasmine", "Joanna", "Kamal", "Katie", "Keir", "Laila", "Leo",
    "Lucy", "Manish", "Mariam", "Megan", "Mohammed", "Nia", "Niamh", "Noah", "Olivia", "Oscar", "Priya", "Rachel",
    "Rhys", "Ruth", "Samir", "Sean", "Sofia", "Tariq", "Thomas", "Uma", "Victor", "Yusuf", "Zara", "Zoe", "Wren",
]  # fmt: skip
LAST = [
    "Abbott", "Acheampong", "Ahmed", "Bailey", "Banerjee", "Barnes", "Begum", "Bennett", "Bose", "Bowen", "Brady",
    "Byrne", "Campbell", "Carter", "Chaudhry", "Clarke", "Cohen", "Costa", "Davies", "Desai", "Dixon", "Doyle",
    "Edwards", "Evans", "Farrell", "Fleming", "Foster", "Gallagher", "Ghosh", "Gibson", "Griffiths", "Haddad",
    "Hall", "Hassan", "Holt", "Hughes", "Hussain", "Ibrahim", "Jackson", "James", "Jha", "Kaur", "Kelly", "Khan",
    "Kirby", "Lam", "Lewis", "Lowe", "MacLeod", "Malik", "Marsh", "Mehta", "Mensah", "Mitchell", "Moore", "Nash",
    "Nguyen", "Norris", "Obi", "Owen", "Parker", "Patel", "Pereira", "Quinn", "Rahman", "Rees", "Roberts",
    "Rossi", "Shah", "Sharma", "Singh", "Stewart", "Sutton", "Thomas", "Tran", "Turner", "Walsh", "Watts", "Wong",
    "Yates",
]  # fmt: skip


def name_of(number: int) -> str:
    """The name of an invented person of this number; each first name comes with each last one before a name comes again."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
