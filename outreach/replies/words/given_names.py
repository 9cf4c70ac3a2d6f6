"""Given names in Latin letters, as they are met in business mail; lower case, without claim to completeness."""

GIVEN_NAMES: frozenset[str] = frozenset(
    """
    aaron abby abdul abel abigail abraham ada adaeze adam adele adrian adriana agata agnes agnieszka ahmed
    aidan aileen aisha aïcha ajay akira alain alan alana alastair albert alberto aldo alejandra alejandro
    aleksandar aleksandra alena alessandra alessandro alessia alex alexa alexander alexandra alexandre
    alexandru alexis alfie alfonso alfred alfredo ali alice alicia alina aline alisa alison alistair alisha
    allan allison alma almudena alok alvaro álvaro amal amalia amanda amandine amber amelia amélie amina amir
    amit amy ana anabel anastasia anders andi andre andré andrea andreas andrei andrés andres andrew andrzej
    andy aneta anette angel ángel angela angelika angelina angelo angus ania anil anita anja anjali anke ann
    anna annabel anne annegret annelie anneliese annemarie annemiek annette annie annika ansgar anthony antje
    antoine anton antonella antonia antonio antónio april archie ariane arjun armand armin arnaud arne arno
    arnold arthur artur arturo arun asha ashley astrid audrey august augustin aurélie aurelie aurélien austin
    ava axel ayesha aylin ayse barbara barney barry bart bartosz basil bastian baptiste bea beata beate
    beatrice béatrice beatrix beatriz begoña belén ben benedict benedikt bengt benita benjamin benoît benoit
    bernadette bernard bernardo bernd bernhard bert bertrand bess beth bethany betsy bettina betty bev
    beverley bianca bill billy birgit birgitta bjarne björn bjorn blake blanca bob bobby bogdan bonnie boris
    brad bradley brandon brenda brendan brent brett brian brianna brice bridget brigitte britta bronwyn brooke
    bruce bruno bryan bryn burkhard byron caitlin callum calvin cameron camila camilla camille candice carina
    carl carla carlo carlos carlotta carmen carol carole carolin carolina caroline carolyn carrie carsten
    casey cassandra catalina caterina cath catharina catherine cathy catrin cecile cécile cecilia cedric
    cédric celeste celia celine céline cerys césar cesar chad chandra chantal charles charlie charlotte
    charlène chas chelsea cheryl chiara chip chloe chloé chris christa christel christian christiane christina
    christine christof christoph christophe christopher christos chuck cindy claire clara clare clarisse
    claude claudia claudine claudio claus clément clement clemens cliff clifford clive clyde cole colette
    colin colleen conchita connie connor conor conrad consuelo cora corinna corinne cornelia cosima costas
    courtney craig cristian cristina cristóbal curt curtis cynthia cyril dagmar daisy dale damian damien damon
    dan dana daniel daniela daniele danielle danny daphne darius darlene darrell darren dave david davide dawn
    dean debbie deborah debra declan deepak deirdre del delia delphine denis denise dennis derek des desmond
    detlef devon dexter diana diane dick didier diego dieter dietmar dietrich dilip dimitri dina dinesh dirk
    dmitri dolores dominic dominik dominique don donald donna donovan dora doreen doris dorian dorota dorothea
    dorothy dot doug douglas drew duncan dustin dylan earl ed eddie edgar edith edmund eduard eduardo edward
    edwin eileen einar elaine eleanor elena eleni elfriede eli elias elif elisa elisabeth élisabeth elise
    élise eliza elizabeth elke ella ellen ellie elliot elliott elmar élodie elodie eloise elsa elsie elvira
    emanuel emil emile émile emilia emiliano emilie émilie emilio emily emma emmanuel emmanuelle enrico
    enrique eric erica erich erik erika erin ernest ernesto ernst erwin esmeralda esteban estefanía estelle
    esteban esther ethan étienne etienne eugen eugene eugenia eva evan eve evelyn ewa ewan ezra fabian fabien
    fabienne fabio fabrice faisal faith fanny farah fatima fatma fay federica federico felicia felicity felipe
    felix femi ferdinand fergus fernanda fernando fiona flavia flora florence florent florian fran frances
    francesca francesco francine francis francisca francisco franck françois françoise frank frankie franz
    fraser fred freda freddie freddy frederic frédéric frederick frederik freya frida frieda friederike
    friedrich fritz gabi gabriel gabriela gabriele gabrielle gaby gael gaëlle gail gareth gary gaspard gavin
    gemma gene geoff geoffrey georg george georges georgia georgina gerald geraldine gérald gerard gérard gerd
    gerhard gerlinde germán gerry gertrud gervais ghislaine giacomo gianluca gianni gil gilbert giles gill
    gilles gillian gina ginny gino giorgio giovanna giovanni gisela giselle giulia giuseppe gladys glen glenn
    gloria godfrey gonzalo gordon graça grace graeme graham grant greg gregor gregory grégory greta gretchen
    guadalupe guido guilherme guillaume guillermo gundula gunnar gunter gunther günter günther gus gustav
    gustavo guy gwen gwendolyn hal hamid hamish hank hanna hannah hannelore hannes hans harald harold harpreet
    harriet harrison harry hartmut harvey hasan hassan hattie hayden hayley hazel heather hector héctor
    heather heidi heike heiko heiner heinrich heinz helen helena helene hélène helga helge helle helmut
    hendrik henk henning henri henriette henrik henry herbert herbert heribert hermann hernán herve hervé
    hilary hilda hildegard hiroshi holger holly homer hope horst howard hubert hugh hugo ian ibrahim ida
    ifeoma ignacio igor ike ilka ilona ilse imogen imran ina inés ines inès inga inge ingeborg ingo ingrid
    inigo íñigo ingrid irena irene irina iris irma isaac isabel isabella isabelle isidro ismael ivan iván
    ivana ivo ivy iwona izabela jack jackie jackson jacob jacqueline jacques jade jaime jake jakob jakub james
    jamie jan jana jane janet janice janina janine jannik janusz jared jarek jarrod jasmin jasmine jason
    jasper javier jay jaz jean jeanette jeanne jeff jeffrey jen jenna jennifer jenny jens jeremy jérémy jerome
    jérôme jerry jess jesse jessica jessie jesús jesus jill jillian jim jimena jimmy jo joachim joan joana
    joanna joanne joaquín joaquin jochen jodi jodie jody joe joel joëlle joerg johan johann johanna johannes
    john johnny jolanta jon jonah jonas jonathan jordan jordi jorge jörg jose josé josef josefina joseph
    josephine josh joshua josie joy joyce joão juan juana juanita judith judy jule jules julia julian juliana
    juliane julie julien juliet juliette julio julius jun june jürgen jurgen justin justine justyna jutta kai
    kamal kamila kara karel karen karim karin karina karl karla karla karol karolin karoline karsten kasia
    kate katerina katharina katherine kathleen kathrin kathryn kathy katie katja katrin katy katya kay kayla
    keith kel kelly kelvin ken kendra kenneth kenny kerry kerstin kevin khalid kiera kieran kilian kim
    kimberly kirk kirsten kirsty kit klaus knut konrad konstantin kris krishna krista kristen kristian kristin
    kristina kristof krystyna krzysztof kunal kurt kyle kylie lachlan laetitia laëtitia laila lance lara larry
    lars laszlo laura laure laurel lauren laurence laurent laurie lawrence lea léa leah leandro lee leena leif
    leigh leila lena leni lennart lenny lennox leo león leon leona leonard leonardo leonie leonora leopold
    leroy les lesley leslie lester leticia lev levi lewis lexi liam lidia liesel lilian lilli lillian lilly
    lily lina linda lindsay lindsey linh linus lionel lisa lisbeth liselotte liz lizzie lloyd logan lois lola
    loic loïc lora loren lorena lorenzo loretta lori lorna lorraine lothar lottie lou louis louisa louise luc
    luca lucas lucia lucía lucian luciano lucie lucien lucille lucinda lucy ludmila ludovic ludwig luigi luis
    luís luisa luise lukas luke lutz lydia lynda lynn lynne maarten mabel mads maddie maddy madeleine madeline
    madison magali magda magdalena maggie magnus mahmoud mai maik maja malcolm malik malte mandy manfred manon
    manu manuel manuela mara marc marcel marcella marcello marcia marcin marco marcos marcus marek margaret
    margarita margarete margaux margit margot maria maría mariah mariam marian mariana marianne maribel marie
    mariella marielle marija marina mario marion marisa marisol marit marius marja marjorie mark marko markus
    marlene marlon marlies marsha marta martha martin martín martina martine marty martyn marvin mary maryam
    mascha massimo mateo mateusz mathias mathieu mathilde matilda matt matteo matthew matthias matthieu maud
    maureen maurice mauricio maurizio mauro max maxim maxime maximilian maxine maya meg megan mehmet mel
    melanie mélanie melinda melissa melvin mercedes meredith merle mia micah michael michaela michal michał
    micheal michel michela michèle michele michelle mick miguel mihai mike mikael mikhail mikkel mila milan
    milena miles millie milo milton mina mindy miranda miriam mirjam mirko mischa mitch mitchell mo modesto
    mohamed mohammad mohammed moira molly mona monica mónica monika monique morgan moritz morris mostafa
    muhammad murray mustafa myra myriam nadège nadia nadine nadja nancy naomi narendra nasir natalia natalie
    natasha nathalie nathan nathaniel neal ned neha neil nelson nermin nestor nia nicholas nick nicky nico
    nicola nicolai nicolas nicolás nicole niels nigel nikhil nikki niklas niko nikolai nikolaus nikos nils
    nina nisha noah noel noël noelle noemi noémie nora norbert norma norman nuala nuno nuria núria octavia
    odile ola olaf ole olga oliver olivia olivier ollie olwen omar oriol orla orlando orson oscar óscar oskar
    osman oswald otto otis oumar owen ozan pablo paco paddy paloma pam pamela paola paolo parker pascal
    pascale pat patrice patricia patricio patrick patrik patty paul paula paulina pauline paulo pavel pawel
    paweł pearl pedro peggy penelope penny per percy perry pete peter petr petra petros phil philip philipp
    philippa philippe phillip phoebe phyllis pia piers pierre pierrick pieter pilar piotr pippa polly poppy
    porter prakash pranav priscilla priya przemek quentin quinn rachel rachid radek rafael rafaela rafał rahul
    rainer raisa raj rajesh ralf ralph ramón ramon ramona randall randy raphael raphaël raquel rashid rasmus
    raúl raul ravi ray raymond rebecca rebekka reggie regina reginald régis reinhard reinhold remedios remi
    rémi rémy renate renaud rené rene renée renee rhiannon rhoda rhona rhys ricarda ricardo riccardo rich
    richard rick ricky rita rob robbie robert roberta roberto robin rocío rochelle rod roderick rodney rodrigo
    roger rohan roisin roland rolf rolando roman romain romana romeo romy ron ronald ronan ronja ronnie rory
    ros rosa rosalie rosalind rosario rose roselyne rosemarie rosemary rosie ross roswitha rowan roxana
    roxanne roy ruben rubén ruby rudi rudolf rufus rui rupert russ russell ruth ryan sabina sabine sabrina
    sadie said sally salma salvador salvatore sam samantha sami samir samira samuel sana sandeep sandra
    sandrine sandy sanjay santiago sara sarah sascha sasha saskia saul scarlett scott sean séan seb sebastian
    sébastien sebastien selim selina selma serena serge sergei sergio seth shane shannon sharon shaun shauna
    shaz shawn sheila shelley sherry shirley shona shreya sian sibylle sid sidney siegfried sienna sigrid
    silas silke silvana silvia silvio simon simona simone sina siobhan siobhán slava sofia sofía sofie solange
    solène sonia sonja sonya sophia sophie soren søren spencer stacey stacy stan stanislav stanislas stanley
    stefan stefania stefanie stefano steffen stella sten steph stephan stephane stéphane stephanie stéphanie
    stephen steve steven stewart stig stuart sue sunil sunita susan susana susann susanna susanne susie
    suzanne suzie sven svenja svetlana sybille sydney sylvain sylvia sylvie tabea tabitha tamara tammy tania
    tanja tanya tara tarek tariq tatiana tatjana ted teddy terence teresa teri terrence terri terry tess tessa
    thea thelma theo théo theodor theodora theresa thérèse theresia thibault thierry thilo thomas thorsten tia
    tiago tibor tiffany till tillmann tilly tim timo timothy tina tobias toby todd tom tomas tomás tomasz
    tommaso tommy toni tonia tony torben tore torsten tracey traci tracy travis trent trevor tricia trish
    trisha tristan troy trudy tyler udo ugo ulf ulla ulrich ulrike uma umberto ursula uschi uta ute uwe
    valentin valentina valentine valeria valérie valerie vanessa vera verena vernon verona veronica verónica
    véronique vic vicente vicki vicky victor victoria vijay vikram viktor viktoria vince vincent vincenzo
    viola violet violeta virginia virginie viv vivek vivian viviane vivien vivienne vladimir volker wade
    walter waltraud wanda warren wayne wendell wendy werner wes wesley whitney wiebke wilfried wilhelm will
    willem william willy winfried winston wojciech wolf wolfgang wyatt xavier xenia ximena xoán yan yanis yann
    yannick yara yasmin yasmina yolanda yolande youssef yusuf yvan yves yvette yvonne zac zach zachary zahra
    zara zbigniew zdenek zeynep zoe zoé zofia zoltan zuzana
    """.split()
)

#: Met less often; short ones among them are words of some language when written small.
RARER_GIVEN_NAMES: frozenset[str] = frozenset(
    """
    maëlys maelys lottie jules oyelaran lavinia zoey chantelle tyrell jamal deshawn kayleigh kirsteen
    morwenna siân bethan carys ffion gethin
    nuria ximena citlali itzel yadira xochitl nayeli joaquina loredana
    aarti aayush abbas abdallah abdelkader abdulaziz abdullah abdulrahman abena abhijit abhishek adaobi
    adebayo adeel adel adil aditi aditya adnan adria adriano adrià afonso aga agustin agustín ahmad ahmet
    aigerim ailbhe ailsa ainara aine ainhoa aino aisling aissatou aitana aitor akash akiko akin akua alasdair
    alastar alban albane alberte albrecht aled aleix aleksander aleksei alessio alexandria alexandros alexei
    alexey alfons alhassan alioune alisdair alois alojzy aloys alva alwin alwyn alžběta amadou amarjit amaury
    ambrose amelie ameya amparo amrit anabela anahí anais anand anastazja anatoly anaïs anca andrej andreja
    andris andrius aneesh angeles angélique anika aniket anikó anina ankit ankita anouk anselm anthonie
    antoinette antoni antonin antonín antti anuj anupam anushka anwar aodhan apinya araceli aram archana
    ariadna ariel arif arild arjan arjen arlene arlette armando armelle arnau arnulf aron arpad arsène artem
    artemis arvid arvind arwen aryan asaf asif asma assia astou atilla attila aude augustina augusto aurora
    aurore avi avinash aya ayaan aydın aysel ayumi ayşe aziz azra azucena babak babette babsi bala balint
    baltasar balázs bao barbora bartek bartolome bartłomiej barış bas bashir basma batist baudouin bel belen
    beniamino benjie benno benny benoite berat berenike berit bernice berta berthe berthold bertil bhavesh
    bhavna bianka bibiana bilal birger birgul birte bjarke björg blaise blandine blaz bodo bogumila bohdan
    boubacar bram branko brecht bree brid brigid britt bronislaw bruna brunhilde bríd burak bálint béatrix
    błażej cahal caius canan capucine carles carme carmel carmela carolyne casper catalin catarina cathal
    catriona cem cemal cezary chaim chandan charlotta charly chaya chiamaka chibuike chidi chika chima chinedu
    chinwe chioma chitra christelle christer christiaan chukwuemeka chun ciaran ciarán cillian cinta cinzia
    clarence clarice claudette clea clelia clemence clementine cleo clotilde clémence colm colman concepción
    concha conn conny constance constantin constanza corentin cornelis corrie cosimo coumba csaba cuong curro
    cyrille czesław cătălin daan daichi daina daire dalia dalibor damaris damiano damir damián damla danika
    danilo danuta danuše dara daria dario darragh darya darío dashiell davinia dawda dawid dayana debora deepa
    deepika defne deidre deirbhile delfina demba demetrio demetris deniz derk derya desirée devin dewi dhruv
    diarmuid dijana dilara dilek dimitar dimitrios dimitris dino diogo dionisio divya djamel djibril dobromir
    dolly dominika domonkos donal donncha dorina dorothée dorte dougie dov dragan drago dragos dries duarte
    dulce dunja durga dusan dušan dwight dáire détlef eamon eamonn ebba eberhard ebru eckart eckhard eda edita
    edmond edna edoardo edurne edyta efe efraín efua egbert egil egon eike eilidh eimear eirik eithne
    ekaterina ekow ela eleonora elia eliana eline eliška eloïse elsbeth ely elías emanuela emeka emerson emine
    emmet emre ender eneko engelbert enzo eoghan eoin ephraim erick erkan ernestine ersin erwan esme esmé esra
    ester esteve estrella etel eugenie eugenio eugène eunice eusebio evangelos evelina evelyne everardo
    ewelina ezequiel ezgi fabiana fabrizio fabíola fadhila fadi fareed farhan farhana farid farida farouk
    fathi fatih fatou fausto fedor ferenc fergal fermín ferran fidel fiene filip filipa filipe filippo finbarr
    finlay finn fintan fionn fionnuala flavio fleming floor floortje florencia florentin floris flurina flynn
    folake folasade francesc franco francois franziska frederike fredrik freek friedhelm fulvio funmi fátima
    gabby gabor gabriella gaetan gaetano galina garry gaspar gaston gaurav gauthier gautier gayle gaël gaëtan
    gebhard geert geeta geir genevieve geneviève geoffroy georgette georgios gerardo gerda gergely gerhild
    germaine german gero gerrit gert gertrude gesine ghislain gideon gilberto gilda ginette giorgia giorgos
    gisèle gita giuliano giulio glenda gokhan gopal goran gosia gottfried graciela grainne granville gregorio
    grete grzegorz gráinne grégoire gudrun guillem gulsen gunda gurpreet gustaf gwenaël gwenaëlle gwyn gwyneth
    györgy gábor géraldine gökhan göran götz gül gülşen habib hadi hadiza hafsa hakim hala hamza hana hanan
    hania hanif hanne hansjörg haralds hari harini harish harsh haruka haruki hebe hedda hedwig hella hellen
    hennadii henrique henriqueta herman hermine hernan hilde hiroki hitesh hollie horacio hortense hossein
    hristo hugues humberto humphrey husam hussein håkan hüseyin iain ianthe ibolya idoia idowu idris ieva
    ifeanyi ignacy iker ilaria ildikó ilie ilja ilker imane imani imke imre ingmar inka inmaculada inês ioan
    ioana ioannis iolanda ira iratxe irenka irfan isabela isadora isaiah isak isaías isha ishaan isidora
    ismail israel issa itziar ivar ivona iwan izaskun jaana jacek jacinta jacinto jacky jaco jacqui jad
    jadwiga jago jakov jalal jamal jamila janek janez janis janos januário jari jarmila jaroslav jarosław
    jaswinder jatin javad jaya jayden jayne jeannette jed jelena jelle jemima jennie jeroen jette jie jing
    jitka jiří joaquim jocelyn jocelyne joelle joey johnnie jolanda jonny joost josefa josiane josip jost
    josua joséphine joël juanjo judit julianne julita julián junaid jurij jussi jyoti jyrki jános jérémie jörn
    jānis kacper kadri kaia kaisa kaj kaja kajetan kamil kamilla kamran kana karan kareem karima karine
    karlheinz karolina karthik kaspar kasper katalin katarina katarzyna katell kateřina kath katia katrien
    katrina kavita kavya kaya kayode kazimierz keiko keira kelechi kemal kenan kenji kent kenza kerem keshav
    kev khadija khaled khalil kiara kimberley kinga kiran kirill kishore kitty kjell klaas klara klaudia
    klemens koen kofi koji kolja konstantinos korbinian kornelia kostas krzystof krzyś kseniya kubilay kuldeep
    kumar kwabena kwame kwasi kübra kōji laia lakshmi lalit lamine lana landry lanre lasse latifa latisha
    lauri laurids lavinia lazar leandra lech leen leire lenka leocadia leszek lesław levente lieke liesbeth
    lieve lila lilia liliana lilo limor lindiwe ling lino lioba lisandro lise lisi liudmyla livia liviu
    ljubica llorenç lluís lorcan loredana loreto lotte louella lourdes lowri lubomir luciana lucile lucjan
    ludger ludivine ludo luiza luka lukasz lupe lydie lynsey léo léon léonie léopold lúcia maaike maansi
    macarena macie maciej madhu madhuri maeve magalie magdaléna maha mahesh mahmud mailin maira mairead maite
    majid makoto maksymilian malgorzata malika malin mamadou mame maneesha manfredo manish manisha manjit
    manoj manolo mansoor marcela marceli marcelino marcelle marcelo marcio mareike maren margaretha margaretta
    margarida margherita margret margrit mari mariama mariangela mariano maricarmen maricel marieke marijke
    marika marilena marilou marilyn marilyne marios maritza marjan marjolein marketa markéta marlena marlis
    marloes marteen martijn martje marwan marzena marín masahiro masako masood mate mateja mathew mathijs
    mathilda mathis matias matilde mats mattia mattias matías maura maxence maximiliano maximilienne mayank
    mayte mayur maïté małgorzata mechthild meera mehdi mehreen mei melania melike meral mercè meret meriem
    mert meryem mesut metin mette micaela micha michaele michaël mickaël mieczysław miek mieke mihaela mihail
    mihály miki mikko mikołaj milica milos miloš ming mira mireia mireille mirela miren miro miroslav
    miroslava mirosław mirta mithun mladen moez mohan mohit moises moisés montse montserrat morag moran morten
    mouna moussa moïse mthunzi mudit mukesh munir murali murat muriel musa máiréad márton máté nabil nabila
    nada nadav nadir naeem nagore nahia naima najib nakul nandini naoise naoko narayan narges naseem natacha
    natasa nathalia nathaly natálie naveed naveen navid nawal neda neela neelam neema neeraj nehal neringa
    nevena neville ngozi niall niamh nicoletta nicolò nidhi nieves nikita nikola nikolay nikolina nimisha
    nirmala nitin noa noele noelia nomvula noreen noriko nour noura noé nurul nusrat oana obi obinna octavian
    odalys odette oisin oisín oksana olamide oleg oleh oleksandr oleksandra oleksii olena olesia olessia olha
    olimpia oluwaseun oluwatobi omkar onur oona ophélie orhan oriane orlaith orna osama osamu oumou padraic
    padraig palle panagiotis pankaj pape paquita parminder parveen pascual pasquale patrizia patrycja patsy
    pau paulette pauli pavla pavlo pavol payal peder peer peio pekka pelayo pere perrine persephone petar
    petronella petrus petteri philipa philippine phindile piedad pierce piet pietro pim plamen pooja poonam
    prabhu pradeep praneeth prasad prashant pratik praveen preeti prem prerna priyanka przemysław purificación
    pádraig pål radhika radim radmila radomir radoslav radosław radu rafa raffaele raffaella raghav rahim
    rahma raimund raimundo raine rajat rajeev rajiv raju rama raman ramesh rami ramin ramiro ramzi rana rania
    ranjit raphaela rasheed rashmi ravindra rayan raymonde raymundo razan razvan rebeca reem reetta reimar
    reina reinaldo reine reiner reinout rekha relja remco remigiusz renata renato reto reuben reyhan rezso ria
    ricard richa rickard rico rifat riikka rikard rike rima rina rishabh rishi ritva riya roar robbert
    robertas rocio rodolfo rogelio rogier rohit rok romane romina romuald romáin rona ronit ronny roos
    roosmarijn rosalba rosalina rosalía rosanna rosaura roser roshan rosina rosita rossana rossella rostam
    roxane ruairi ruairí ruaridh rubens rubina rudiger rune ruta ruud ryszard régine réka rüdiger răzvan rūta
    saad saahil saanvi saara sabeen sabri sacha sachin saeed safia safiya sahar sajid saku salah salim salman
    salome salomé saloni salvo salwa samer samia samina sampath samson samu sander sandhya sandro sangeeta
    sanja sanjeev sanna sanne santi saoirse sarai saravanan sarita satish satoshi satu saurabh savannah savita
    seamus sebastiaan sebastiano sebastião seda seema selcuk selçuk senthil sepp serap serdar serhat serhii
    serhiy servane sesé severin severine sezen shabnam shadi shafiq shahid shahzad shaista shalini shanice
    shankar shanti sharad shashi sheetal shirin shivani shraddha shreyas shubham shweta shyam sibel sibusiso
    sibylla siddharth siegrid sigmar sigurd siiri silva silvester silvina simen simge simran sindre sinead
    sinéad sipho siri sita sive slavko slavomir slobodan smita sneha snežana sofiane sofya sohail soham soile
    solenne solveig somchai sonal sonali soraya sorin soufiane soumaya spiros srdjan srinivas stanislava
    stanislaw stanisław stavroula stefaan stefanos stelian stijn stipe stjepan stéphan subhash sudhir sujata
    sukhdeep sulaiman suleiman suman sumit sunniva suraj suresh sushil susi svein sven-erik svitlana swati
    swen syed sylvester sylwia szilvia szymon séamus séverine süleyman tadeusz taha tahir taiwo takashi
    takeshi talia tamas tamika tamsin tamás tancredi tanguy tanvi tapio tariku tarja tarun tauno tayfun tea
    teemu tejas temitope teodor teodora teresita terhi tero thabo thandeka thandi thandiwe thanh thembi
    theodore thierno thijs thilini thokozani thora thu théodore thórdís tibo tiina tijn tilda tilman timon
    timotheus timur tino tito tiziana tjark tolga tomaž tommi tomáš tonje tor torunn trine trinidad truls tuan
    tulay tuncay tuomas tural tushar tuula tyrone uchenna ueli ugne ulises ulli ulrika umair umar umut unai
    urs ursel urszula usha usman uzma uğur vaclav valdemar valentín valter valère vanda vanja varun vasant
    vasco vasile vasilis vasyl veena vegard veikko veli velma venkat venkatesh venla verity veronika vesa
    vesna vibeke vidya viggo viktorija vilhelm ville vilma vinay vincenza vineet vinod violaine violetta vipul
    virgil virgile vita vitor vittoria vittorio vivaan vivi vlad vladan vlasta vojtěch volha volodymyr vreni
    vusi václav vítor waleed walid waqar wassim wei wenche wiesław wiktor wiktoria wilf wilfred wilhelmina
    wilma wim wioletta wiremu wojtek wouter władysław xaver xavi xiao xin xinyi yael yago yair yakov yalda
    yamina yana yanira yannis yaron yasemin yaser yash yassin yassine yaw yazid yehuda yelena yen yesenia
    yevhen yi yiannis yigal yigit yihan yoann yogesh yohann yoram yordan yorgos yoshi yosra younes yuki yuko
    yulia yuliana yuliya yuri yuriko yuriy yusra yuval zaheer zahid zainab zakaria zakir zandile zarina zbyněk
    zdenka zdeněk zeina zeki zeljko zeno ziad zineb zita zlatan zoltán zoran zosia zsofia zsolt zubair
    zulfiqar zuzanna zygmunt áine ángeles árpád éamon örjan øystein ülkü ľubomír łukasz željko
    """.split()
)

_PLAIN_LETTERS = str.maketrans(
    "áàâäãåąčćçďéèêëěęíìîïıñňńóòôöõőřšśşťúùûüůűýžźżłğșțøæœß",
    "aaaaaaacccdeeeeeeiiiiinnnoooooorssstuuuuuuyzzzlgstoaos",
)
_ALL = GIVEN_NAMES | RARER_GIVEN_NAMES
_WITHOUT_ACCENTS = _ALL | frozenset(name.translate(_PLAIN_LETTERS) for name in _ALL)


def is_known_given_name(word: str) -> bool:
    """Whether `word`, in small letters, is one of them, written with or without its accents."""
    return word in _WITHOUT_ACCENTS or (
        not word.isascii() and word.translate(_PLAIN_LETTERS) in _WITHOUT_ACCENTS
    )
