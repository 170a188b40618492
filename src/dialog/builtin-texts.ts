/** What the engine says by itself when a copilot's content does not. One entry per language; English is the last resort. */
type Texts = {
  retry: string
  retryChoice: string
  retryCard: string
  survey: string
  surveyRetry: string
  failure: string
  yes: string
  no: string
}

const table: Record<string, Texts> = {
  en: {
    retry: 'Sorry, that is not an answer I can use here. Please try again.',
    retryChoice: 'Sorry, I need one of the options below. Please choose one.',
    retryCard: 'Please fill in the card above and press its button.',
    survey: 'How did this chat go for you, from 1 (poor) to 5 (great)?',
    surveyRetry: 'Please answer with a number from 1 to 5.',
    failure: 'Something went wrong on our side. Please try again in a moment.',
    yes: 'Yes',
    no: 'No',
  },
  de: {
    retry: 'Mit dieser Antwort kann ich hier leider nichts anfangen. Bitte versuchen Sie es noch einmal.',
    retryChoice: 'Ich brauche eine der folgenden Möglichkeiten. Bitte wählen Sie eine aus.',
    retryCard: 'Bitte füllen Sie die Karte oben aus und drücken Sie ihre Schaltfläche.',
    survey: 'Wie war dieser Chat für Sie, von 1 (schlecht) bis 5 (sehr gut)?',
    surveyRetry: 'Bitte antworten Sie mit einer Zahl von 1 bis 5.',
    failure: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
    yes: 'Ja',
    no: 'Nein',
  },
  fr: {
    retry: 'Je ne peux pas utiliser cette réponse ici. Merci de réessayer.',
    retryChoice: 'Il me faut une des options ci-dessous. Merci d’en choisir une.',
    retryCard: 'Merci de remplir la carte ci-dessus et d’appuyer sur son bouton.',
    survey: 'Comment s’est passée cette conversation, de 1 (mal) à 5 (très bien) ?',
    surveyRetry: 'Merci de répondre par un nombre de 1 à 5.',
    failure: 'Un problème est survenu de notre côté. Merci de réessayer dans un instant.',
    yes: 'Oui',
    no: 'Non',
  },
  es: {
    retry: 'No puedo usar esa respuesta aquí. Inténtelo de nuevo, por favor.',
    retryChoice: 'Necesito una de las opciones siguientes. Elija una, por favor.',
    retryCard: 'Rellene la tarjeta de arriba y pulse su botón, por favor.',
    survey: '¿Qué tal ha ido esta conversación, de 1 (mal) a 5 (muy bien)?',
    surveyRetry: 'Responda con un número del 1 al 5, por favor.',
    failure: 'Algo ha fallado por nuestra parte. Inténtelo de nuevo en un momento.',
    yes: 'Sí',
    no: 'No',
  },
  pt: {
    retry: 'Não consigo usar essa resposta aqui. Tente outra vez, por favor.',
    retryChoice: 'Preciso de uma das opções abaixo. Escolha uma, por favor.',
    retryCard: 'Preencha o cartão acima e carregue no botão, por favor.',
    survey: 'Como correu esta conversa, de 1 (mal) a 5 (muito bem)?',
    surveyRetry: 'Responda com um número de 1 a 5, por favor.',
    failure: 'Algo correu mal do nosso lado. Tente de novo daqui a pouco.',
    yes: 'Sim',
    no: 'Não',
  },
  it: {
    retry: 'Non posso usare questa risposta qui. Riprovi, per favore.',
    retryChoice: 'Mi serve una delle opzioni qui sotto. Ne scelga una, per favore.',
    retryCard: 'Compili la scheda qui sopra e prema il suo pulsante, per favore.',
    survey: 'Com’è andata questa chat, da 1 (male) a 5 (molto bene)?',
    surveyRetry: 'Risponda con un numero da 1 a 5, per favore.',
    failure: 'Qualcosa è andato storto da parte nostra. Riprovi tra un momento.',
    yes: 'Sì',
    no: 'No',
  },
  nl: {
    retry: 'Met dat antwoord kan ik hier niets. Probeer het alstublieft nog eens.',
    retryChoice: 'Ik heb een van de opties hieronder nodig. Kies er alstublieft een.',
    retryCard: 'Vul de kaart hierboven in en druk op de knop.',
    survey: 'Hoe was deze chat voor u, van 1 (slecht) tot 5 (heel goed)?',
    surveyRetry: 'Antwoord alstublieft met een getal van 1 tot 5.',
    failure: 'Er ging bij ons iets mis. Probeer het zo nog eens.',
    yes: 'Ja',
    no: 'Nee',
  },
}

export function builtinText(name: keyof Texts, locale: string): string {
  const texts = table[locale.slice(0, 2).toLowerCase()] ?? table['en']
  return texts?.[name] ?? ''
}
