"""Words that are nobody's name though they look like one: sentence beginnings, titles, companies, days, places."""

NOT_NAMES: frozenset[str] = frozenset(
    """
    i a an the this that these those it he she they we you my our your his her their who what when where why
    how which hi hello hey dear good morning afternoon evening day greetings thanks thank many best kind warm
    regards sincerely yours cheers yes no not nope sure ok okay well so and or but if because as at by for
    from in of on to with about after before please kindly can could would should may might must shall do does
    did done have has had is are was were be been am contact talk speak ask try call ring phone email e-mail
    mail message reach get go send forward forwarded forwarding passed passing pass adding added copying
    copied cc'd cc looping including let see best bet better perhaps maybe instead sorry unfortunately
    actually currently however also just only both either neither another all any some many most other here
    there then now today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december spring summer autumn winter fall
    q1 q2 q3 q4 christmas easter new year years happy merry holidays english german french spanish russian
    dutch italian european american british uk usa us eu gb europe england scotland wales ireland london
    germany france spain russia midlands north south east west linkedin google outlook teams zoom whatsapp
    skype gmail microsoft office windows iphone android re fw fwd subject sent from to date mobile tel
    telephone fax www http https email direct line cell desk main domestic export import retail wholesale
    sales purchasing procurement marketing finance accounts operations logistics commercial customer customers
    service support engineering production quality legal it hr team department office desk reception
    switchboard procurement individuals everything everyone nobody somebody someone none nothing never ever
    vendors congratulations neither once since while until although though looks sounds happy glad full wrong
    right per re: regarding further note attn attention cf ps fyi asap tbh gdpr ico can-spam eta tba ooo ceo
    cfo coo cto cmo md vp svp evp cco cro head chief director manager lead leader officer executive president
    owner founder partner herr frau herrn guten tag hallo sehr geehrte geehrter geehrten damen herren liebe
    lieber moin vielen dank danke bitte ich wir sie er es das die der den dem ein eine einen für und oder aber
    wenn als mit von zu im am beim bei aus nach leider gerne gern natürlich fragen wenden hierfür dafür damit
    ansprechpartner zuständig vertrieb verkauf einkauf geschäftsführer geschäftsführung leiter leiterin
    leitung abteilung montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni
    juli oktober dezember durchwahl telefon handy mobil adresse mail nachricht kopie kollege kollegin kollegen
    chef chefin büro firma unternehmen haus grüße gruß mfg lg vg viele freundlichen bonjour bonsoir madame
    monsieur merci cordialement bien je nous vous il elle le la les un une des du de pour par avec sur dans et
    ou mais si ce cette voyez contactez appelez écrivez adressez lundi mardi mercredi jeudi vendredi samedi
    dimanche janvier février mars avril juin juillet août septembre octobre novembre décembre service
    directeur directrice responsable bonne journée votre notre mon ma mes désolé désolée hola buenos buenas
    días tardes estimado estimada señor señora gracias saludos un una el los las lo por con para en sin yo
    usted ustedes nosotros diríjase hable llame escriba contacte pregunte lunes martes miércoles jueves
    viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre jefe director directora responsable ventas comercial ese esa este esta eso esto le se mi su
    nuestro nuestra здравствуйте добрый доброе день вечер утро привет уважаемый уважаемая уважаемые коллеги
    спасибо благодарю пожалуйста да нет не я мы вы он она они это этот эта эти по для с со к ко в во на у от
    из за о об при до после без под над через и а но или если что как где когда кто чем все всем всё наш наша
    наше наши вами вашим вашего вашей ваших вашими ваш ваша ваше ваши мой моя мое мои его ее их напишите
    пишите звоните позвоните обратитесь обращайтесь спросите уточните свяжитесь наберите лучше вам вас вашу
    вашему передал передала переслал переслала направил направила ставлю добавляю подключаю продажи продажами
    сбыт отдел отдела директор директора директору менеджер начальник руководитель заместитель коммерческий
    генеральный исполнительный отпуск нахожусь сейчас пока только тоже также извините простите увы контакты
    контакт адрес почта тел телефон моб понедельник вторник среда четверг пятница суббота воскресенье января
    февраля марта апреля мая июня июля августа сентября октября ноября декабря январь февраль март апрель май
    июнь июль август сентябрь октябрь ноябрь декабрь ооо зао оао пао ао ип москва москве петербург казань
    россия россии мск рф вместо теперь здесь там тут больше ещё еще уже просто прошу просьба ответ первое
    первый второй вопрос вопросы вопросам экспортом отделом сотрудник срочное всё мобильный рабочий интернет
    телеграм ватсап бухгалтер секретарь приемная сообщение письмо письма тема ольга_ компания компании завод
    склад офис с_уважением уважением отчество
    schwager schwägerin bruder schwester sohn tochter vater mutter frau mann neffe nichte onkel tante cousin
    cousine papa
    mama partner partnerin brother sister son daughter husband wife uncle aunt dad mum mom père mère frère
    sœur fils fille
    mari femme patron patronne hermano hermana hijo hija socio socia marido mujer primo prima cuñado cuñada
    compañero
    compañera collègue муж жена брат сестра сын дочь отец мать шеф коллега партнер зять начальница
    big old young little wee auntie uncle boss nobody nicht thema kein keine falsche falscher prok kommr
    mme mlle mr mrs ms miss dr myself himself herself themselves hier fao ihre ihr ihrem ihren ihrer ihres
    sein seine unser unsere unserem unseren mein meine meinem heißt heisst nennt öffentliche künftige
    bestellen bestell heute gestern morgen danach seit seitdem inzwischen mittlerweile eigentlich
    vermutlich wahrscheinlich einfach zuständige
    depuis désormais aujourd'hui actuellement maintenant dorénavant chère cher merci pardon selon pour
    chaque toute tout tous depuis lors
    desde ahora antes actualmente hoy pues claro toda todo todos cada quien aquí allí eso esto entonces
    wechat viber signal slack telegram pls plz mondays tuesdays wednesdays thursdays fridays nov dec jan feb
    mar apr jun jul aug sep sept oct practice market fair attached enclosed bother appelle appelez demandez
    demande contacte contactez essaie essayez essaye parle parlez parles vois voyez écris écrivez
    adressez-vous tournez joignez passez passe envoie envoyez allez va fragen frag fragt ruf rufen ruft
    schreib schreiben schreibt wende wendet melden meld probier probieren versuch versuchen versuchs sprich
    sprechen nimm nehmen kontaktieren kontaktiere such suchen klär klären geh gehen habla hablar hablen hablad
    llama llamar llamen pregunta preguntar pregunten pregúntale pregúntele escribe escribir escriban escríbele
    escríbale contacta contactar contacten diríjete dirigirse pida pide pidan busca busque mira mire consulta
    consulte comunícate comunicate comuníquese acude acuda remítase try ask grab bug pester nudge hit chase
    catch shout buzz drop message text ping whatsapp tag add bring find meet email emailing phone write target
    approach consult harass annoy invite involve loop cc maybe probably surely definitely unless whoever
    whatever meanwhile anyway anyhow honestly frankly luckily technically officially historically previously
    formerly usually mostly normally whoops oops ah oh hm hmm aha lol haha hey yep yeah yup nah ta tja ach
    naja nö ned grüezi servus moin hoi salut coucou allô ouais uf ay oye órale hombre pues bueno
    """.split()
)

#: Parts of job titles: they end a name ("Ana Ruiz Sales Manager") and make none.
TITLE_WORDS: frozenset[str] = frozenset(
    """
    director manager head chief officer executive president vice vp svp evp owner founder co-founder partner
    lead leader coordinator assistant secretary specialist consultant engineer supervisor representative rep
    agent buyer controller ceo cfo coo cto cmo cco cro md gm ea pa sales commercial marketing procurement
    purchasing operations finance revenue growth business development account accounts key regional national
    senior junior managing general deputy leiter leiterin vertriebsleiter vertriebsleiterin geschäftsführer
    geschäftsführerin prokurist assistentin sekretariat directeur directrice responsable gérant gérante chef
    chargé chargée commerciale directora jefe jefa gerente encargado encargada директор менеджер начальник
    руководитель заместитель зам замдиректора главный коммерческий генеральный
    """.split()
)

#: Words that make a capitalised phrase a company or a place.
COMPANY_WORDS: frozenset[str] = frozenset(
    """
    ltd limited inc llc llp plc gmbh ag kg ohg co corp corporation company group holding holdings trading
    coatings foods motors tools services solutions systems technologies technology industries international
    partners consulting associates enterprises logistics freight labs studio studios media agency bank
    university college school institute hospital clinic street road lane avenue square house park hall floor
    building row yard court sarl sas sa srl sl antriebstechnik stadtwerke gmbh. verlag werke werk technik
    """.split()
)

#: Given names that are also words of the languages we read: written small they are taken for the word.
COMMON_AS_WORDS: frozenset[str] = frozenset(
    """
    anders solange helle rosa ben joan marc romane marina marino delia perla celeste bella vita
    aime al alba ali alma amal amber ana angel angeles anna april art august aurora berry bert bill blanca
    blanche bob bruna carol cash charity chase chip claire clara clemence clement cliff concepción constance
    constant consuelo curt daisy dale dawn dean del des desire destiny dick dolores domingo don dora dot drew
    earl earnest ed el ella elle elsa ernst esperanza estrella eva eve faith felix fidel fleur floor flora
    florence frank gale gay gene genesis german gill glen gloria grace grant gus guy harmony hazel heath
    heather hector holly hope hunter ida ina iris ivy jack jade jean jens jesus jo jordan josh joy june kai
    ken kit lance lane laura lea lee lena leo leon les lily lois lourdes luna mai mama manda mango marin
    marina marine mark marta mary max may mel melody mercedes merit merle mia miles mo modesto moses myra nada
    nan nat ned nell nevada nick nico noble noel norm norma ole olive page paloma papa parker pat patience
    paul pearl peg penny per percy perla perle pete piedad pierce piers pilar porter prince prisca prudence
    rain ray rene rex rich rita rob robin rocky rod roman ros rosario rose rowan roy royal ruby rusty sage
    sally salvador sam sander sandro sandy scott shaun skip sol sole soledad sonny stan stella sterling stone
    sue summer sunny tab tanto taylor terry tia till tim timo tina toni trace trinidad trinity troy tucker ty
    tyler uta ute val van vic victor victoria violet viv wade ward wes west will wolf woody wren ángeles
    """.split()
)

#: Words behind a given name written small that are not its surname.
NOT_BEHIND_A_NAME: frozenset[str] = frozenset(
    """
    about accounts after again ahora ahí already also always anrufen anschreiben aquí asap ask auch aussi away
    back because before bitte boss buying buys call can cheers contact could dann das dealing deals debe
    decides der did die direct directamente directement directly director direkt does doing doit done dort
    down downstairs email fait favor first fragen full gets got gracias gère hace handles handling hat heads
    her here herself hier him himself how ici if immer instead kann kennt knows later leads left leitet lleva
    looking looks luego là macht main mal manager manages marketing mate maybe mejor merci might misma mismo
    muss must need needs never next noch nochmal normally now nur oben off office often only out over owner
    owns per personally peut phone ping please pls plutôt plz porfa puede purchasing right ring running runs
    sabe said sait sales says schon schreiben self should siempre signs since soll solo soon sorts speaking
    speaks still svp takes talks también team text thanks that them then there these they thinks this tho
    those though thx today tomorrow too unless unten upstairs usually via vous want wants was weiß were what
    when where which who why will wird with without works would yet you your
    """.split()
)

#: Russian words that are also a form of a given name, or end like a surname: written small they are words.
RUSSIAN_WORDS: frozenset[str] = frozenset(
    """
    тема теме тему темой темы люди людей людям людьми люде лиды лидов левой левую паши пашу вани ване семь
    семи семью рису данным данные данных
    августа агата ада аде адресов аду ады алла аля английский асе ася боре борю боря вале валек валя вари
    вариантов варю варя василек венера венере венеры вера вере верой веру вершина веры веста
    вита вите вити витрина виты витя влад владе владу вопросов галя гена геной гера городской готов
    готова готово готовы дана дано дару детский дина дине дины директоров дисциплина дней договоров документов
    другой дуся ева еве еву жене жени женю жора заводов заказов здоров зина зоя ие ирис ислам ислама исламе
    ищу ию ия какой карен каролина карта кате кати ким кира клиентов клим коли коля корзина
    лада ладу лады лала лале лев лева леву леди лена лене лени лень леон лиз лиза лика лике лики лику лилии
    лилию лилия лира лия лора лоры лука луке луки луку льва льве львом льву любимый любови любовь любовью
    любой лёва магазина магазину мае маем май майя малой мани маня марк марка марке марки марку марок марта
    марте марту марты машина машину маю мая медицина мила миле милой милу милы мира мире мирой миру миры мити
    митю митя модест московская московский надежда надежде надеждой надежду надежды натa немецкий нии ника
    нике ники нику нова нового новому новы новый номеров нон нонна нора норе нору норы основа основе
    основу отделов партнеров первого пети петли петя победа поле полей полем поли половина полю поля последний
    поставщиков причина причину продажа рада радий радия радой раду рады рае раю рая резина рим рима роза розе
    розой розу розы рома роман романа романе романом роману роме российский рублей русская русский русского
    сам самой самый сара сари света свете светик светом свету сева севу слава славе славой славу славы слов
    слова слово снова соне сони соню соня спартак сразу средний стас стоматологов султан тае такой тата
    тати тая телефонов тома томе томом тому тони тоня условия часов шура эка эля юля ян яна яне яном яну
    """.split()
)
