type Words = { button: string; card: string; useButton: string; wrongCode: string; newLink: string }

const english: Words = {
  button: 'Sign in',
  card: 'Please sign in to continue.',
  useButton: 'Please sign in with the button above, then enter the six digits that the page shows you here. To go on without signing in, write “cancel”.',
  wrongCode: 'That is not the code the sign-in page showed. Please check the six digits and enter them again.',
  newLink: 'That sign-in has expired. Here is a new one.',
}

/** What the engine says while somebody signs in. Languages without words of their own get English. */
const table: Record<string, Words> = {
  en: english,
  de: {
    button: 'Anmelden',
    card: 'Bitte melden Sie sich an, um fortzufahren.',
    useButton: 'Bitte melden Sie sich über die Schaltfläche oben an und geben Sie dann hier die sechs Ziffern ein, die die Seite zeigt. Um ohne Anmeldung fortzufahren, schreiben Sie „abbrechen“.',
    wrongCode: 'Das ist nicht der Code, den die Anmeldeseite gezeigt hat. Bitte prüfen Sie die sechs Ziffern und geben Sie sie noch einmal ein.',
    newLink: 'Diese Anmeldung ist abgelaufen. Hier ist eine neue.',
  },
  fr: {
    button: 'Se connecter',
    card: 'Veuillez vous connecter pour continuer.',
    useButton: 'Veuillez vous connecter avec le bouton ci-dessus, puis saisir ici les six chiffres affichés par la page. Pour continuer sans vous connecter, écrivez « annuler ».',
    wrongCode: 'Ce n’est pas le code affiché par la page de connexion. Veuillez vérifier les six chiffres et les saisir à nouveau.',
    newLink: 'Cette connexion a expiré. En voici une nouvelle.',
  },
  es: {
    button: 'Iniciar sesión',
    card: 'Inicie sesión para continuar.',
    useButton: 'Inicie sesión con el botón de arriba y escriba aquí los seis dígitos que muestra la página. Para continuar sin iniciar sesión, escriba «cancelar».',
    wrongCode: 'Ese no es el código que mostró la página de inicio de sesión. Compruebe los seis dígitos y escríbalos de nuevo.',
    newLink: 'Ese inicio de sesión ha caducado. Aquí tiene uno nuevo.',
  },
  it: {
    button: 'Accedi',
    card: 'Accedere per continuare.',
    useButton: 'Accedere con il pulsante qui sopra e scrivere qui le sei cifre mostrate dalla pagina. Per continuare senza accedere, scrivere «annulla».',
    wrongCode: 'Non è il codice mostrato dalla pagina di accesso. Controllare le sei cifre e scriverle di nuovo.',
    newLink: 'Questo accesso è scaduto. Eccone uno nuovo.',
  },
  pt: {
    button: 'Entrar',
    card: 'Entre para continuar.',
    useButton: 'Entre com o botão acima e escreva aqui os seis dígitos que a página mostra. Para continuar sem entrar, escreva “cancelar”.',
    wrongCode: 'Esse não é o código que a página de entrada mostrou. Verifique os seis dígitos e escreva-os novamente.',
    newLink: 'Essa entrada expirou. Aqui está uma nova.',
  },
  nl: {
    button: 'Aanmelden',
    card: 'Meld u aan om verder te gaan.',
    useButton: 'Meld u aan met de knop hierboven en typ daarna hier de zes cijfers die de pagina toont. Schrijf “annuleren” om zonder aanmelding verder te gaan.',
    wrongCode: 'Dat is niet de code die de aanmeldpagina toonde. Controleer de zes cijfers en typ ze opnieuw.',
    newLink: 'Die aanmelding is verlopen. Hier is een nieuwe.',
  },
}

export const signInText = (name: keyof Words, locale: string): string => (table[locale.slice(0, 2).toLowerCase()] ?? english)[name]
