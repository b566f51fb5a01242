// What mails say. Event, tilbud, deadline and where to read: the texts themselves stay behind the login.
import type { MailFrequency, MailState } from '../db/tables.ts'
import { danishDate } from '../lib/danish-date.ts'
import type { MailKind } from './mail.rules.ts'

type About = { tilbud: string; deadline: string | null }
type Words = { event: string; subject: (about: About) => string; text: (about: About) => string; action: string }

const by = ({ deadline }: About) => (deadline ? ` senest ${danishDate(deadline)}` : '')

export const MAIL_WORDS: Record<MailKind, Words> = {
  invitation: {
    event: 'Invitation',
    subject: () => 'Du er inviteret til Kvalitetsbesøg',
    text: ({ tilbud }) =>
      `Du har fået adgang til rapporter fra kvalitetsbesøg i ${tilbud}. Vælg din egen adgangskode. Linket virker én gang og i højst 72 timer.`,
    action: 'Vælg adgangskode',
  },
  visitPlanned: {
    event: 'Besøg planlagt',
    subject: ({ tilbud }) => `Kvalitetsbesøg planlagt: ${tilbud}`,
    text: about =>
      `Der er planlagt et kvalitetsbesøg i ${about.tilbud}. Bekræft jeres fakta, og skriv eller ret kvalitetsbeskrivelsen${by(about)}. Datoen for besøget står på siden.`,
    action: 'Gør klar til besøget',
  },
  visitMoved: {
    event: 'Besøg flyttet',
    subject: ({ tilbud }) => `Kvalitetsbesøget er flyttet: ${tilbud}`,
    text: about =>
      `Kvalitetsbesøget i ${about.tilbud} har fået en ny dato, som står på siden. Bekræft jeres fakta, og skriv eller ret kvalitetsbeskrivelsen${by(about)}.`,
    action: 'Se den nye dato',
  },
  visitCancelled: {
    event: 'Besøg aflyst',
    subject: ({ tilbud }) => `Kvalitetsbesøget er aflyst: ${tilbud}`,
    text: ({ tilbud }) =>
      `Det planlagte kvalitetsbesøg i ${tilbud} er aflyst. I får besked, når der er planlagt et nyt. Det, I har skrevet, er gemt.`,
    action: 'Se jeres side',
  },
  hearingSent: {
    event: 'Sendt i høring',
    subject: ({ tilbud }) => `Udkast i høring: ${tilbud}`,
    text: about =>
      `Udkastet til feedbackrapporten om ${about.tilbud} er klar til at blive læst. Skriv jeres bemærkninger${by(about)}, eller svar med ét klik, at I ingen har.`,
    action: 'Læs udkastet',
  },
  hearingDeadline: {
    event: 'Ny svarfrist',
    subject: ({ tilbud }) => `Ny svarfrist: ${tilbud}`,
    text: about => `Svarfristen i høringen om ${about.tilbud} er ændret. Skriv jeres bemærkninger${by(about)}.`,
    action: 'Læs udkastet',
  },
  hearingTakenBack: {
    event: 'Trukket tilbage fra høring',
    subject: ({ tilbud }) => `Høringen er trukket tilbage: ${tilbud}`,
    text: ({ tilbud }) =>
      `Udkastet om ${tilbud} er trukket tilbage fra høringen. Der er ikke noget at svare på nu. I får besked, når et nyt udkast er klar.`,
    action: 'Se rapporterne',
  },
  hearingHalfTime: {
    event: 'Påmindelse, halvvejs',
    subject: ({ tilbud }) => `Påmindelse om høring: ${tilbud}`,
    text: about => `Halvdelen af tiden til at svare på udkastet om ${about.tilbud} er gået. Skriv${by(about)}.`,
    action: 'Læs udkastet',
  },
  hearingEndsSoon: {
    event: 'Påmindelse, to dage før',
    subject: ({ tilbud }) => `Svarfristen er tæt på: ${tilbud}`,
    text: about =>
      `Høringen om ${about.tilbud} slutter snart. Skriv jeres bemærkninger${by(about)}, eller svar, at I ingen har.`,
    action: 'Læs udkastet',
  },
  hearingComment: {
    event: 'Bemærkning i høring',
    subject: ({ tilbud }) => `Bemærkninger til udkastet: ${tilbud}`,
    text: ({ tilbud }) => `Der er kommet bemærkninger til udkastet om ${tilbud}. Alle skal besvares, før I udgiver.`,
    action: 'Læs og besvar',
  },
  hearingNoRemarks: {
    event: 'Ingen bemærkninger',
    subject: ({ tilbud }) => `Ingen bemærkninger: ${tilbud}`,
    text: ({ tilbud }) => `${tilbud} har ingen bemærkninger til udkastet. I kan udgive rapporten.`,
    action: 'Se høringen',
  },
  hearingAnswered: {
    event: 'Bemærkninger besvaret',
    subject: ({ tilbud }) => `Jeres bemærkninger er besvaret: ${tilbud}`,
    text: ({ tilbud }) => `Alle bemærkninger til udkastet om ${tilbud} er besvaret. Se svarene og det, der er rettet.`,
    action: 'Se svarene',
  },
  published: {
    event: 'Udgivet',
    subject: ({ tilbud }) => `Rapporten er udgivet: ${tilbud}`,
    text: ({ tilbud }) => `Feedbackrapporten om ${tilbud} er udgivet og kan læses og hentes.`,
    action: 'Læs rapporten',
  },
  staffCanRead: {
    event: 'Personalet kan læse',
    subject: ({ tilbud }) => `Personalet kan læse rapporten: ${tilbud}`,
    text: ({ tilbud }) =>
      `Fra i dag kan personalet i ${tilbud} læse feedbackrapporten. På siden finder du det link, som du kan give dem.`,
    action: 'Find personalets link',
  },
  threadStatus: {
    event: 'Halvårlig status',
    subject: ({ tilbud }) => `Halvårlig status: ${tilbud}`,
    text: about =>
      `Hvordan går det med fokuspunkterne i ${about.tilbud}? Giv status${by(about)}. Det hele står på én side og tager få minutter.`,
    action: 'Giv status',
  },
}

export const STATE_WORDS: Record<MailState, string> = {
  waiting: 'Venter',
  sent: 'Sendt',
  bounced: 'Kom retur',
  givenUp: 'Opgivet',
}

export const FREQUENCY_WORDS: Record<MailFrequency, { label: string; helptext: string }> = {
  atOnce: { label: 'Med det samme', helptext: 'Du får besked, når noget sker.' },
  daily: { label: 'Samlet én gang om dagen', helptext: 'Dagens beskeder kommer i én mail klokken 7 næste morgen.' },
  none: { label: 'Slet ikke', helptext: 'Du ser selv efter. Mails med en svarfrist får du stadig.' },
}
