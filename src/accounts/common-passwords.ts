/** What people choose most, in lower case; digits and signs hung on to a word are taken off before it is looked up here. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
password passwort passw0rd passwords password1 motdepasse contrasena contraseña senha wachtwoord heslo haslo parola salasana losenord lösenord passord
kennwort geheim secret secrets topsecret qwerty qwertz azerty qwerty12 qwerty123 asdfgh asdfghjk zxcvbnm iloveyou ichliebedich jetaime tequiero tiamo
welcome welcome1 welcome01 willkommen bienvenue bienvenido benvenuto welkom hello hellohello hallo hallohallo hola bonjour letmein letmeinnow openup
opensesame abracadabra admin admin123 administrator administrador root rootroot toor superuser sysadmin system manager master masterkey guest user
username login signin default changeme changeit changethis change temp temporary test testtest testing tester test1234 demo demodemo sample example
baton batonbaton copilot copilots copilotstudio support supportteam helpdesk service customer customers customerservice agent agents supervisor
contactcenter callcenter company office work workwork monkey dragon football baseball basketball soccer hockey golf tennis rugby sunshine princess
shadow superman batman spiderman ironman starwars startrek pokemon pikachu naruto minecraft fortnite mustang ferrari porsche mercedes corvette harley
yamaha michael michelle jennifer jessica jordan joshua ashley amanda andrew anthony daniel danielle thomas charlie robert matthew nicole hunter killer
trustno trustno1 trustnoone access freedom whatever computer internet samsung iphone android google facebook instagram twitter linkedin microsoft
windows apple amazon netflix youtube summer winter spring autumn sommer herbst fruhling frühling printemps verano invierno january february march
april june july august september october november december monday tuesday wednesday thursday friday saturday sunday liverpool chelsea arsenal
barcelona realmadrid manchester juventus bayern dortmund london berlin paris madrid amsterdam america england germany france spain italy canada
australia newyork chicago boston dallas texas california florida cheese chocolate cookie banana orange cherry pepper ginger coffee butterfly flower
flowers rainbow purple yellow silver golden diamond crystal angel angels heaven jesus christ jesuschrist godisgood blessed blessing family mother
father brother sister babygirl babyboy lovely loveme loveyou lovelove forever sweetheart darling honey schatz tigger snoopy garfield mickey minnie
donald disney bailey buster maggie molly lucky rocky bandit scooter cowboy cowboys yankees lakers eagles steelers ranger rangers warrior maverick
merlin gandalf matrix phoenix falcon hawk tiger lion panther wolf eagle dolphin turtle penguin elephant horse horses kitten kitty puppy doggy pussycat
nothing something anything everything blahblah blablabla bullshit fuckyou fuckoff asshole biteme cocacola pepsi marlboro budweiser jackdaniels
heineken correcthorsebatterystaple thisisapassword mypassword mypass yourpassword ourpassword newpassword oldpassword thepassword passpass
passpassword nopassword password123 superpassword onetwothree onetwothreefour abcabc abc123 abcd1234 abc12345 a1b2c3d4 a1b2c3 q1w2e3r4 q1w2e3r4t5
1q2w3e4r 1q2w3e4r5t zaq12wsx zaq1zaq1 qwe123 qweasd qweasdzxc qwerty1 1qaz2wsx 1qazxsw2 asdf1234 asdfasdf asd123 pass1234 passw0rd1 p@ssw0rd p@ssword
pa\$\$word pa55word pa55w0rd 12345678 123456789 1234567890 87654321 987654321 11111111 00000000 12341234 11223344 12344321 123123123 112233445566
147258369 159753456 741852963 789456123 31415926 10203040 20202020 88888888 66666666 99999999 55555555 12121212 69696969 1234qwer 123qweasd 123qwe123
qwer1234 1q1q1q1q 1a2b3c4d asdfqwer
`.trim().split(/\s+/),
)
