"""Words that begin with a capital and are nobody's name: sentence beginnings, titles, companies, days, places."""

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
