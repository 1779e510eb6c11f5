"""Closed word lists that tell names from other capitalised words. All lower case."""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(listed.split())


ARTICLES = words(
    """
    the a an der die das ein eine le la les un une el los las il lo gli
    """
)
"""Articles: outside a name."""

FUNCTION_WORDS = words(
    """
    the a an and or but nor so yet if when while after before since because although though as
    at by for from in into of off on onto over per than that this these those to toward towards
    under until unless up upon via with within without he she it they we you i me him us them
    his her hers its their theirs our ours my mine your yours who whom whose which what where
    why how there here not no yes never all any some most many much more few both each every
    either neither another other others such same several one two three four five six seven
    eight nine ten is are was were be been being am has have had do does did will would can
    could may might must shall should however meanwhile moreover furthermore therefore thus
    hence instead indeed perhaps maybe then now today yesterday tomorrow tonight earlier later
    also even just only still already again once soon often always sometimes according asked
    speaking despite during among amid between through against about above across along around
    behind below beneath beside besides beyond down except inside like near outside past
    regarding throughout let please thanks thank hello well oh ah okay ok sorry nobody nothing
    everyone everybody everything someone somebody something anyone anybody anything nearly
    almost roughly dozens hundreds thousands millions former ex late last next this first second
    third following given based asked having being born told critics officials police residents
    witnesses experts analysts researchers scientists people workers protesters voters
    supporters opponents campaigners activists reporters journalists lawyers lawmakers unions
    rescuers firefighters doctors teachers students parents sources investigators prosecutors
    authorities by photo picture image file caption read watch listen video source credit
    related more update updated breaking exclusive analysis opinion comment editorial live
    published posted der die das den dem des ein eine einer eines und oder aber doch wenn als ob
    im in an am auf aus bei mit nach von vor zu zum zur er sie es wir ich ihr nicht kein keine
    auch nur noch schon heute gestern morgen damit dabei le la les un une des et ou mais dans
    sur pour par avec il elle ils elles nous vous je ce cette ces son sa ses
    """
)
"""Words that are no part of a name where a sentence starts with them."""

NEVER_NAMES = words(
    """
    the a an and or but nor if when while he she it they we you i his her its their our my your
    this that these those in on at by with from to for of as after over into amid during against
    under there i'm i've i'll i'd it's he's she's we're they're don't that's what's is are was
    were not no yes however
    """
)
"""Words that are no part of a name anywhere."""

TITLES = words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness count countess madam
    madame monsieur mme mlle herr frau signor signora don dona president chancellor minister
    premier senator sen congressman congresswoman rep representative gov governor mayor king
    queen prince princess emperor empress pope cardinal archbishop bishop reverend rev pastor
    rabbi imam ayatollah sheikh father sister brother general gen colonel col major captain capt
    commander lieutenant lt sergeant sgt corporal private admiral marshal brigadier secretary
    spokesman spokeswoman spokesperson ambassador envoy commissioner judge justice magistrate
    attorney inspector superintendent detective constable officer sheriff chief chairman
    chairwoman chairperson chair director manager coach trainer captain speaker leader
    councillor councilman councilwoman alderman mp mep mps msp ceo cfo coo cto pm qc kc
    vice-president vice-chancellor secretary-general attorney-general director-general editor
    editor-in-chief treasurer comptroller regent dean principal headteacher vicar reporter
    photographer correspondent ministerpräsident ministerpräsidentin bundeskanzler
    bundeskanzlerin kanzler kanzlerin präsident präsidentin bürgermeister bürgermeisterin
    finanzminister finanzministerin außenminister außenministerin innenminister sprecher
    sprecherin ministerin
    """
)
"""Titles, offices and honorifics: outside a name that follows them."""

TOPICS = words(
    """
    finance state defence defense justice interior foreign affairs home health education labour
    labor transport transportation energy environment environmental culture agriculture trade
    economy economic economics war police industry science technology development cooperation
    sport sports forestry fisheries climate mines mining tourism prevention control rights
    security services service human research housing treasury commerce welfare social family
    families women youth employment work works infrastructure communications communication media
    planning immigration migration refugees pensions innovation business water food rural urban
    regional public safety statistics standards management relief recovery reconstruction
    exterior internal external religious veterans disease diseases medicine engineering arts
    crafts gas oil border customs excise revenue income natural resources air space democracy
    democratic freedom liberty peace europe european integration equality sciences letters
    commerce
    """
)
"""Fields of government and study: in the names of ministries, offices and institutes."""

TITLE_MODIFIERS = TOPICS | words(
    """
    prime deputy vice acting interim former ex first second senior junior chief assistant
    associate under permanent shadow lieutenant major rear brigadier lord lady crown grand
    attorney district county city press general special executive managing majority minority
    opposition
    """
)
"""Words that belong to the office that follows them."""

HEADS = words(
    """
    ministry department university bank office institute institution center centre council
    committee commission board house court union league association society federation
    foundation organisation organization confederation fund church republic kingdom states state
    isle isles island islands gulf bay strait straits sea ocean cape lake river mountains valley
    battle treaty war day museum academy school college party front movement army order
    observatory programme program agency bureau chamber coalition alliance congress conference
    convention declaration charter act statue tower municipality campus bridge palace cathedral
    port duchy city province district parliament senate assembly secretariat directorate
    authority administration inspectorate tribunal hospital library theatre theater orchestra
    club group corporation company companies community commonwealth campaign network trust
    service services force forces corps guard brigade brigades command division staff team
    faculty school archive archives register institutes democrats alternative people's doctors
    reporters friends sons daughters brothers protocol accord pact agreement plan festival cup
    championship championships games olympics summit forum revolution massacre siege garden
    gardens square street avenue road airport station stadium arena coast forest desert
    peninsula motors electric mills hotel times post journal news press tribune herald gazette
    bundesrepublik universität bank amt ministerium exchange statistics academies action body
    panel task mission missions standing inquiry
    """
)
"""Nouns at the core of names of bodies, places and events, which "of" and "for" may follow."""

PARTICLES = words(
    """
    de del della dello di da dos das do du des van von vom zu zum zur der den ter ten te bin ibn
    ben bint abu al el la le y af av til ap ó ua mac na e
    """
)
"""Small words inside the names of people and places."""

LEADING_PARTICLES = words(
    """
    van von bin ibn de del di da al du della
    """
)
"""Particles with which a name may begin."""

ABBREVIATED = words(
    """
    st ste mt ft jr sr inc corp co ltd bros no dept univ
    """
)
"""Parts of names that are written with a full stop."""

ON_HEADS = words(
    """
    commission committee conference convention council treaty panel summit forum agreement war
    campaign action institute inquiry accord declaration programme program dialogue
    """
)
"""Heads of names that "on" and "against" may follow."""

ENDING = words(
    """
    jr sr inc corp co ltd bros
    """
)

OWNERS = words(
    """
    people women men children veterans workers writers king queen new mother father mothers
    lloyd levi lord prince teachers farmers physicians players devil saint hudson land world
    valentine
    """
)
"""Owners inside the name of what they own: People's Republic, Women's Institute."""

OWNED_PLACES = words(
    """
    wharf yard bridge hall hill lane street road square quay dock docks pier point island cove
    creek corner cross end farm mill mills ferry chapel college hospital school inn arms tavern
    theatre cottage close row gate green wood woods rest landing lock locks weir ford head cave
    rock rocks reach field fields market harbour mount well wells
    """
)
"""Places that are named after an owner: Cutler's Wharf."""

OWNED_BODIES = words("guild union association institute society club federation league hospice arms")
"""Bodies that are named after those who belong to them: Weavers' Guild."""

PAIRS = words(
    """
    globe trinidad bosnia antigua marks johnson procter standard ernst turks saint wallis sao
    tyne dumfries
    """
)
"""First halves of names that are joined with "and"."""

WEEKDAYS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag
    freitag samstag sonntag mondays tuesdays wednesdays thursdays fridays saturdays sundays
    """
)

MONTHS = words(
    """
    january february march april may june july august september october november december januar
    februar märz mai juni juli oktober dezember jan feb apr jun jul aug sep sept oct nov dec
    """
)

UNITS = words(
    """
    people percent per million billion trillion thousand hundred years year months weeks days
    hours minutes men women children times points votes seats members others officers soldiers
    workers
    """
)
"""What stands after a number that is no part of a name."""

SUFFIXES = words(
    """
    based led backed born owned style era made run funded controlled occupied held wide area
    bound educated sponsored trained speaking language like linked related brokered registered
    listed affiliated
    """
)
"""What may be hung onto a name with a hyphen without being part of it."""

DETERMINERS = words(
    """
    the a an his her its their our my your this these those some many several most another each
    every no one two three four five six other der die das ein eine
    """
)
"""Words with which a noun phrase begins."""

PRONOUNS = words(
    """
    he she they it i we you who which er sie es wir ich some others many
    """
)
"""Pronouns that speak for themselves."""

SUBORDINATORS = words(
    """
    that if when while as because but or than where since although though after before whether
    so yet until unless nor how why what once however dass weil wenn aber als
    """
)
"""Words with which a new clause begins."""

PREPOSITIONS = words(
    """
    of for from at in with on to by about over under into against between among near de von aus
    bei
    """
)
"""Prepositions."""

ATTACHING = words(
    """
    of for from with at in on to against von de
    """
)
"""Prepositions that hang a noun onto the one before."""

ADVERBS = words(
    """
    also later then now still again once even just today yesterday earlier recently himself
    herself themselves however meanwhile instead often always sometimes both all
    """
)
"""Adverbs that stand between a subject and its verb."""

STRAY = words(
    """
    late early today yesterday tonight earlier later via here there last this next recently
    """
)
"""Words of time and place after a speaker that are no part of the noun phrase."""
