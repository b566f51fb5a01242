// Short texts as consultants and leaders write them, each with the goal that it is about; and texts that are about no goal
// of any strategy. Those of BED were worded before the matching was, but its weights were chosen by what it finds of them;
// those of UNSEEN were worded afterwards, and nothing was changed by them. Keep it so: they tell what a new text may expect.

type About = readonly [text: string, strategy: string, goal: string]

const NORDDJURS = 'norddjurs-socialomraadet'
const POSTER = 'norddjurs-ledestjerner'
const CARE = 'social-omsorg'
const FAXE = 'faxe-voksensocial'

export const BED: readonly About[] = [
  ['Personalet drøfter ofte beboeren indbyrdes, mens hun sidder ved bordet. Spørg hende selv.', NORDDJURS, '1.1'],
  ['En samtaleguide med billeder kan hjælpe alle til at få borgernes ønsker frem.', NORDDJURS, '1.2'],
  ['Beboerne kan få flere opgaver i køkkenet og selv stå for indkøbet.', NORDDJURS, '1.3'],
  ['Idrætsforeningen og besøgsvennerne vil gerne komme oftere i huset.', NORDDJURS, '1.4'],
  ['Der er forskellige opfattelser af, hvad opgaven egentlig er, og hvad der skal gå forud.', NORDDJURS, '2.1'],
  ['Overleveringen mellem dag og nat foregår på tre måder. En fast arbejdsgang vil spare tid.', NORDDJURS, '2.2'],
  ['Pårørende ved ikke, hvilken støtte de kan forvente, og svaret afhænger af, hvem de spørger.', NORDDJURS, '2.3'],
  ['Dagbogsnotaterne fortæller meget, men ikke om borgeren er kommet nærmere sit delmål.', NORDDJURS, '2.4'],
  ['Når et delmål er opfyldt, kan støtten trappes ned og forløbet afsluttes.', NORDDJURS, '3.1'],
  ['Nogle borgere har mere glæde af en gruppe eller en videosamtale end af hjemmebesøg.', NORDDJURS, '3.2'],
  ['Borgerne savner kontakt til andre end personalet og vil gerne med i byens liv.', NORDDJURS, '3.3'],
  ['Badeværelserne er for smalle til kørestole, og lejlighederne er ikke bygget til ældre beboere.', NORDDJURS, '4.1'],
  ['Medarbejderne efterspørger et kursus om autisme og oplæring af nye kolleger.', NORDDJURS, '4.2'],
  ['En fast kontakt hos jobcentret og psykiatrien kan give borgeren et mere sammenhængende forløb.', NORDDJURS, '4.3'],

  ['Borgernes råd bør høres, inden beslutningen er truffet.', POSTER, '1'],
  ['Beboerne bestemmer selv, hvornår de står op, men ikke hvad fællesskabets penge bruges til.', POSTER, '1'],
  ['Der er brug for faglig sparring og for, at metoden bruges ens i de to afdelinger.', POSTER, '2'],
  ['Journalen føres forskelligt, og nye medarbejdere lærer det af den, der står nærmest.', POSTER, '2'],
  ['Borgeren kan mere selv, end hun får lov til, og hjælpen bør blive mindre efterhånden.', POSTER, '3'],
  ['Målene følges ikke op, og ingen ved, hvornår indsatsen kan sættes ned.', POSTER, '3'],
  ['Afprøv den nye mødeform i en måned, også selv om det kan gå galt.', POSTER, '4'],
  ['Samarbejdet med de pårørende og med naboen kan udbygges.', POSTER, '4'],

  ['Stil først spørgsmålet om, hvad der gør en forskel for beboeren, og tilpas så vagtplanen.', CARE, 'tankegang'],
  ['Spørg beboerne, hvordan de har oplevet den nye måltidsordning, og ret den til.', CARE, 'oplevelsen'],
  [
    'De gode relationer mellem kontaktperson og borger er tilbuddets største styrke og skal værnes.',
    CARE,
    'borgerrelation',
  ],
  ['Medarbejderne tør ikke afgøre noget uden at spørge. Giv dem lov til at beslutte selv.', CARE, 'tillid'],
  ['Ledelsen kan være tydeligere om retningen, når to hensyn trækker hver sin vej.', CARE, 'lederrollen'],
  ['Det skal være i orden at sige, at man begik en fejl, så alle kan lære af den.', CARE, 'organisationskultur'],
  ['Beboerne kommer sjældent ud blandt andre i byen og kunne bidrage i den lokale genbrugsbutik.', CARE, 'samfundet'],
  ['Lægen, bostedet og jobcentret holder hvert sit møde om den samme borger.', CARE, 'samarbejdsrollen'],
  ['Budgettet er brugt, men det er uklart, hvad borgerne har fået ud af pengene.', CARE, 'indikatoren'],
  ['Søskende og gamle venner inviteres sjældent. Familien kan få en større plads.', CARE, 'kerneopgave.netvaerk'],
  [
    'Beboerne skal guides til selv at vaske tøj og lave mad frem for at få det gjort.',
    CARE,
    'kerneopgave.selvhjulpenhed',
  ],
  ['Indretningen af køkkenet gør det svært for beboerne at bruge det uden hjælp.', CARE, 'kerneopgave.omgivelser'],

  ['Borgeren har evner for musik, som ingen har fået øje på endnu.', FAXE, 'medborgerskab.potentiale'],
  ['Lad borgerne selv smøre madpakken, også når det tager længere tid.', FAXE, 'medborgerskab.selvhjulpenhed'],
  ['Den enkelte kan få mere ansvar for sin egen økonomi og sine aftaler.', FAXE, 'medborgerskab.ansvar-eget-liv'],
  [
    'Frivillige opgaver i kirkens café giver borgerne en rolle, som andre har glæde af.',
    FAXE,
    'medborgerskab.faellesskab',
  ],
  [
    'Overgangen fra ungdomstilbud til voksentilbud mangler en bro, og fagligheder mødes for sent.',
    FAXE,
    'sammen.brobygning',
  ],
  ['Borgeren har fire handleplaner. Saml dem i en enkelt plan, som alle kender.', FAXE, 'sammen.en-plan'],
  [
    'Hjælpen kommer for sent. En tidlig indsats kan forebygge, at borgeren får det værre.',
    FAXE,
    'oekonomi.rette-indsats',
  ],
  [
    'To afdelinger udfylder det samme skema. Et samarbejde om opgaven vil spare begge for arbejde.',
    FAXE,
    'oekonomi.faglighed-samarbejde',
  ],
  ['Tilbuddet kan hurtigere ændre sine åbningstider, når behovene ændrer sig.', FAXE, 'oekonomi.fleksibilitet'],
  ['Sproget i brevene er svært. Skriv og tal, så borgeren føler sig ligeværdig.', FAXE, 'dialog.mening'],
  [
    'Fortæl åbent om, hvad der kan lade sig gøre, så borgeren kan være med til at beslutte.',
    FAXE,
    'dialog.inddragelse',
  ],
  ['Nogle borgere føler ikke, at de bliver mødt med respekt og forståelse.', FAXE, 'dialog.sammenhaeng'],
]

export const UNSEEN: readonly About[] = [
  ['Lægebreve åbnes hen over hovedet på borgeren. Sæt jer ned, og tag samtalen med hende.', NORDDJURS, '1.1'],
  ['En skydeskala med smileyer kan vise, hvad den enkelte helst vil.', NORDDJURS, '1.2'],
  ['Lad beboerne have tjansen med post og blomster, så de mærker, at der regnes med dem.', NORDDJURS, '1.3'],
  ['Sangkoret fra kirken og en pensioneret håndværker står gerne til rådighed.', NORDDJURS, '1.4'],
  ['Vikarerne ved ikke, hvor nøgler og skemaer ligger, for det er aldrig aftalt.', NORDDJURS, '2.2'],
  ['Planerne skrives, men ingen læser dem, og de bliver ikke brugt til at se, om det går fremad.', NORDDJURS, '2.4'],
  ['Støtten fortsætter af gammel vane, også når borgeren er kommet i mål.', NORDDJURS, '3.1'],
  ['En ugentlig gruppe for unge kan aflaste de mange enkelttimer.', NORDDJURS, '3.2'],
  ['Trapperne er blevet for stejle, og elevatoren er for lille til en seng.', NORDDJURS, '4.1'],
  ['Ingen i huset har lært om spiseforstyrrelser, selv om tre borgere har en.', NORDDJURS, '4.2'],
  ['Et fast møde med hospitalet vil gøre udskrivningerne mere trygge.', NORDDJURS, '4.3'],
  ['Personalet tør ikke indrømme, når noget er gået galt.', CARE, 'organisationskultur'],
  ['Bedsteforældre og kusiner er velkomne, men bliver ikke spurgt.', CARE, 'kerneopgave.netvaerk'],
  ['Skabene hænger for højt til, at beboerne selv kan nå koppen.', CARE, 'kerneopgave.omgivelser'],
  ['Lederen er travl, og medarbejderne mangler en retning.', CARE, 'lederrollen'],
  ['Pengene rækker ikke, hvis ingen følger virkningen.', CARE, 'indikatoren'],
  ['Borgeren får fem breve fra fem kontorer. En samlet plan ville hjælpe.', FAXE, 'sammen.en-plan'],
  ['Hun kunne godt betale sine regninger selv, hvis nogen viste hende det.', FAXE, 'medborgerskab.selvhjulpenhed'],
  ['Beslutningerne træffes bag lukkede døre.', FAXE, 'dialog.inddragelse'],
  ['Kommer hjælpen først efter krisen, bliver den dyrere.', FAXE, 'oekonomi.rette-indsats'],
]

export const ABOUT_NOTHING: readonly string[] = [
  'Tak for en god dag og for kaffen.',
  'Vi blev vist rundt af to medarbejdere og spiste frokost sammen.',
  'Se også tema 4.',
  'Besøget varede fra klokken ni til klokken fjorten.',
  'Huset ligger ved stranden og har en hund, som hedder Bella.',
  'Det regnede hele formiddagen, så turen i haven blev aflyst.',
  'Der er ingen særlig tilbagemelding til dette tema.',
  'Fire medarbejdere og en leder deltog i samtalen.',
  'Gangen er malet gul, og der hænger nye gardiner.',
  'Vi takker for invitationen og glæder os til næste gang.',
  'Punktet er drøftet på dagen.',
  'Kaffen blev serveret klokken ti i den store stue.',
]
