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
