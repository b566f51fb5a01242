// Words of this work that are about one thing, so that "badeværelserne" is like a goal about buildings. One line is one
// family; the first word names it. Forms and compounds of the words count too, so none needs to stand twice.
import { danishStem, isPart } from '../lib/danish-stem.ts'

const FAMILIES = `
samtale dialog tale lytte spørge spørgsmål øjenhøjde fortælle snak svare udtrykke stemme ordet hørt
inddrage inddragelse indflydelse medbestemmelse selvbestemmelse bestemme beslutte beslutning valg vælge ønske behov drøm brugerråd husmøde beboermøde høres rådet udvalg medindflydelse brugerstyring borgerstyring
redskab værktøj metode guide skema billede foto tegning film piktogram materiale spørgeskema afkrydsning kort
ansvar medansvar motivere motivation udfordre opfordre opgave tjans pligt initiativ deltage skubbe puf lyst engagere rettighed
frivillig forening civilsamfund besøgsven klub idræt stjernestund udflugt oplevelse koncert højtid fest
kerneopgave opgave prioritere prioritering formål grundlag grundopgave rollefordeling ansvarsområde
arbejdsgang rutine procedure overlevering vagtskifte vagtplan struktur system organisation organisering ensartet ens aftale fælles linje koordinere mødestruktur dobbeltarbejde effektiv tilgang retningslinje instruks
serviceniveau forvente forventning ventetid åbningstid standard ydelse forudsigelig visitation bevilling løfte
dokumentation dokumentere journal notat notere skriftlig registrere registrering oplysning dagbog data tal indberetning statistik kvalitetsbeskrivelse
mål delmål målsætning afslutte afslutning slip opfølgning opfølge evaluere udslusning udflytning efterværn konkret afgrænse fremskridt udbytte
gruppe hold virtuel skærm skærmstøtte video online digital tidsbegrænset telefon afstand bostøtte hjemmebesøg støtteform forløb
samfund inklusion inkludere deltage deltagelse medborger fællesskab fritid byen lokalsamfund bylivet biblioteket job beskæftigelse uddannelse arbejdsplads virksomhed isolation udelukke
ensomhed ensom netværk relation venskab kontakt fællesskab nærvær isolere
bygning bolig lejlighed værelse badeværelse køkken lokale ombygge ombygning indretning indrette rampe kørestol tilgængelig elevator trappe adgangsforhold vedligeholdelse fysisk mødelokale toilet rum støj omgivelser
fremtid fremtidssikring målgruppe alder ældre demens plejebehov udvikling udvikle langsigtet
kompetence viden kursus efteruddannelse kompetenceudvikling oplæring introduktion faglighed supervision undervisning specialviden erfaring kvalifikation nyansat læring lære vikar autisme diagnose
faglighed faglig sparring metode tilgang fagfællesskab teori praksis fagmøde supervision professionel
samarbejde samarbejdspartner partner omverden psykiatri jobcenter sygehus hospital læge region myndighed sagsbehandler kommune politi tværfaglig tværsektoriel bro brobygning tværs overgang virksomhed skole koordinering koordination faggrænse afdeling center
ledelse leder afdelingsleder retning lederrolle faglig prioritering
tillid tryg tryghed ærlig åbenhed tro tavs mistillid frirum
respekt forståelse forstå ligeværd ligeværdig værdighed anerkende menneskesyn lyttende høflig tone omgangstone
kultur fejl hjælpsom arbejdsmiljø arbejdsfællesskab kollega samarbejdsklima sammenhold omgangstone trivsel uenighed værdier norm
økonomi økonomisk penge budget ressource besparelse spare udgift effekt pris regnskab virkning
familie pårørende forældre mor far søskende netværk slægt ven bror søster barn
selvhjulpen selvhjulpenhed selvstændig selvstændighed uafhængig mestre mestring livsmestring klare øve træne lære vaske lave madlavning egenhånd madpakke transport rengøring indkøb
livskvalitet trivsel livsglæde velvære velfærd sundhed helbred søvn motion kost glæde
sygdom sundhed behandling medicin læge psykiatri helbred indlæggelse misbrug rusmiddel
plan handleplan helhedsplan udviklingsplan indsatsplan koordinering samle
helhed sammenhæng sammenhængende overgang samlet helhedsplan hele koordinere
forebygge forebyggelse tidlig tide rettidig indgribende mindst egnet passende kompensere tilpasse indsats nedtrappe trappe aftrappe
fleksibel fleksibilitet justere forandre forandring ændre omstille nytænkning nyt tilpasse
prøvehandling afprøve prøve forsøg eksperiment dristig dristighed risiko risikovillig mod pilot turde
potentiale evne talent styrke mulighed interesse drøm udfolde ressource kunne
kommunikation sprog brev information informere besked meddele ligeværdig skilt letlæst budskab hjemmeside formidle
oplevelse opleve tilfreds tilfredshed tilbagemelding brugerundersøgelse nysgerrig mærke
relation tilknytning kontaktperson fortrolig nærhed kemi borgerrelation nærvær
gennemsigtighed tydelig klarhed uklar åbenhed synlig synliggøre uigennemskuelig begrundelse kendt
recovery håb personlig bedring udvikling mestring trivsel
bidrage bidrag rolle nytte gavn brug hjælper glæde betydning savnet
`

type Member = { stem: string; families: Set<number> }

const members: Member[] = [
  ...FAMILIES.trim()
    .split('\n')
    .reduce((all, line, family) => {
      for (const word of line.split(' ')) {
        const stem = danishStem(word)
        all.set(stem, (all.get(stem) ?? new Set()).add(family))
      }
      return all
    }, new Map<string, Set<number>>()),
].map(([stem, families]) => ({ stem, families }))

const byStem = new Map(members.map(({ stem, families }) => [stem, families]))
const NONE: ReadonlySet<number> = new Set()

/** The families that a word is of, by its stem; a compound is of its longest part's, "budgettet" has a stem that is cut once more. */
export function familiesOf(stem: string): ReadonlySet<number> {
  const own = byStem.get(stem) ?? byStem.get(danishStem(stem))
  if (own) return own
  const parts = members.filter(member => isPart(member.stem, stem))
  const [best] = parts.toSorted((one, other) => other.stem.length - one.stem.length)
  return best?.families ?? NONE
}
