"""The list a receipt is drawn from: what it must be for people, and the words that never come into it."""

import re
from importlib.resources import files

import pytest

RAW = files("portevoix.ground.seal").joinpath("words.fr.txt").read_bytes()
LIST = RAW.decode("ascii").split("\n")[:-1]

# Someone who has lived violence reads these at two in the morning. `viol-` refuses every word that begins so.
REFUSED = {
    "sexual violence, or heard in it": """
        viol- agress- harce- abus- contrai- forc- soumis- domine- domina- humili- chantag- secret- silenc-
        menac- intime- intimid- victim- consent- calin- caress- seduc- drague- emprise proie piege
        """,
    "sex, nudity, the body": """
        sex- nudi- nue porn- baise bais- bite chibr- clito- couill- cul culo- fess- foutr- branl- nichon-
        penis pine pubi- sein sperm- semenc- teton- tetin- toison vagin- verge- vulv- anal- anus levret- suce
        sucet- sucer sucon bouche cuisse langue hanche poitrin- jupe- jupon robe culott- slip string nymph-
        """,
    "slang that reads twice": """
        abricot banan- baguet- bonbon bouton cocott- cornich- couett- dard gland- gousse gouine- grelot-
        manche- melon miche- motte moule olive- oignon outil- panier- patin pelle- pelot- peluch- pipe-
        plaquer- poil- pompe- poutre- pralin- prune queue- raie rondel- saucis- tarte tige- tringl- trou
        tuyau- turbine- gazon canular- bricol- babiol- cirque
        """,
    "bed, night, places one is shut in": """
        lit lits literie couch- divan drap- duvet- matela- oreill- chambr- douche- baign- dort- nuit- soir-
        ombre cave caveau cachot- cage- cellul- ecrou prison- verrou- serrur- placar- plafon- parking- couloi-
        ruell- hangar sombre-
        """,
    "force, weapons, wounds": """
        arme armes armure balle bombe- canif canon couteau- coup coups coupe- coupab- dague- duel- epee fouet-
        fusil- gifle- glaive- grenad- guerr- hache- lame massue- meurtr- mine obus ogive- pend- pistol-
        poigna- poing- rafal- rasoir- sabre- sang- tortur- tuer- tueur- bless- bleu- choc corde chaine- frapp-
        claqu- cogne- crever- marque-
        """,
    "fear, shame, guilt": """
        angois- crain- cri crier- culpab- effroi- faute- haine- hont- horreur- larme- malheu- mensong- mytho-
        mythe- peur- pleur- remord- sale tache- terreu- trauma- triste- ragot- rumeur- cauche- solitu- plaint-
        """,
    "justice, police, procedure": """
        accus- aveu- auteur- bagne- crime- delit- flic- juge- justic- loi parquet- polic- proces- preuve-
        suspec- tribun- temoin- casier mesure- mobile motif balanc- corbeau-
        """,
    "death, illness": """
        agoni- avort- cadav- cancer- cendre- cercue- corbill- deuil- linceu- malad- mort- noya- noye- poison-
        suicid- tombe tombea- tumeur- urne virus fievre- veine
        """,
    "alcohol, drugs": """
        alcool- apero biere- bistro- bouteil- brandy champag- cidre- cocain- coke crack- drogu- ecstas- herbe
        heroin- ivre- ivrog- joint opium- pavot- poudre- rhum- sering- sobre- tabac- vin vodka- whisk-
        """,
    "insults, and animals that are": """
        anes batard- blatte- boudin- bouffon- bouc buse cafard- chat chatt- chaton chien- cochon- con conn-
        coq crapau- cretin- cruche- dinde- facil- garce- gourde- idiot- laid- larve- limace- louche- maquer-
        miteu- morue- mufle- nouil- ordure- pedal- pede phoque- pigeon- porc- poule- pouf- putain- pute-
        raton- requin- rosse salop- salaud- serpen- singe- sotte- thon traitr- truie- vache- vauri- vicie-
        vice viper-
        """,
    "family, persons, names": """
        amie amour- bebe bonne cousin- dame enfan- epous- fiance- fille- fils femme- frere- garcon- gendre-
        homme- madam- maman- mamie- mari maria- mere neveu- niece- oncle papa- parrai- pere pucel- soeur-
        tante- tonton- veuve- agathe ambre aurore basile blaise claire clement- colin garance iris jade jasmin
        marine martin- maxime olivier pierre robin rose victor-
        """,
    "religion, politics, nationality": """
        abbay- ange arabe- autel- bible- croix cure diable- dieu- eglise- enfer- gitan- hymne juif- mairie-
        minare- moine mosque- nazi- negr- noir- pape parti partis pretre- romano- sarrasi- temple- vote- voile
        """,
    "what the day after brings back": """
        affich- bizut- campus- club fete- film- gala garage gymnas- image- lundi mardi jeudi samedi messag-
        miroir- photo- piscin- rappor- regard- signal- soiree- stage tenue- trace- trajet- video- visage-
        viseur-
        """,
}


def refuses(refused: str, word: str) -> bool:
    return word.startswith(refused[:-1]) if refused.endswith("-") else word == refused


def test_there_are_1024_words_one_a_line_in_their_order() -> None:
    assert len(LIST) == 1024
    assert sorted(LIST) == LIST
    assert "".join(f"{word}\n" for word in LIST).encode() == RAW


def test_a_word_needs_no_accent_and_is_short_enough_to_write_down() -> None:
    assert [word for word in LIST if not re.fullmatch("[a-z]{4,7}", word)] == []


def test_four_letters_tell_a_word_from_every_other() -> None:
    assert len({word[:4] for word in LIST}) == 1024


@pytest.mark.parametrize("reason", REFUSED)
def test_no_word_hurts_the_person_who_reads_it(reason: str) -> None:
    assert [(word, refused) for refused in REFUSED[reason].split() for word in LIST if refuses(refused, word)] == []


@pytest.mark.parametrize(
    "word", ["violet", "violon", "tarte", "phoque", "panier", "auteur", "noyau", "peluche", "sabre"]
)
def test_someone_who_adds_a_harmless_looking_word_is_told(word: str) -> None:
    assert any(refuses(refused, word) for line in REFUSED.values() for refused in line.split())


def test_two_words_that_sound_alike_never_stand_together() -> None:
    alike = """
        ancre/encre amande/amende balade/ballade balai/ballet banc/ban champ/chant cithare/sitar conte/compte
        cygne/signe golf/golfe ouate/watt once/onze palais/palet renne/reine voix/voie volet/volley
        """
    assert [pair for pair in alike.split() if set(pair.split("/")) <= set(LIST)] == []
