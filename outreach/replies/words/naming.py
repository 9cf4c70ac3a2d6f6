"""Words around a name, a number or an address that say whose it is; all languages in one pattern each, plain text."""

import re

#: The number beside it is the writer's own: a call back is asked for.
MY_NUMBER = re.compile(
    r"\b(?:call|ring|phone|text|reach|get|catch|try|buzz|whatsapp|dial) me\b|\bmy (?:\w+ )?(?:cell"
    r"|mobile|direct|number|phone|line(?! manager)|desk|extension|mob)\b"
    r"|\bgive (?:me|us) a (?:\w+ )?(?:call|ring|bell|shout|buzz)\b|\bcall my\b|\bring me\b|\bi(?:'m|"
    r" am) (?:usually |always |normally )?(?:on|at|reachable|available|free|around|in)\b|\bmine"
    r" is\b"
    r"|\bмой\b(?! (?:коллег|начальник|шеф|директор|брат|сын|муж))|(?<!ко )\bмне\b|(?<!у )\bменя\b"
    r"|\bмоб\w* мой\b|\bнабер(?:ите|и) (?:меня|мне)\b|\b(?:позвоните"
    r"|звоните|перезвоните|наберите|созвон\w+)(?! (?:ему|ей|им|к|в|на (?:ресепш|общий|городской)"
    r"|[а-я]+у\b|[а-я]+е\b))"
    r"|\b(?:rufen|ruf|klingeln) (?:sie )?(?:mich|uns)\b|\bmich\b[^\n]{0,40}\b(?:anrufen|erreich\w+"
    r"|an)\b|\bmeine (?:\w*nummer|durchwahl)\b|\berreichen (?:sie )?mich\b|\bbin (?:ich )?(?:\w+"
    r" )?erreichbar\b|\bunter meiner\b"
    r"|\b(?:appelez|rappelez|joignez|téléphonez)-(?:moi|nous)\b|\bmon (?:numéro|portable|tel"
    r"|téléphone|fixe)\b|\bm'(?:appeler|joindre)\b|\bme (?:joindre|rappeler)\b|\bma ligne\b"
    r"|\b(?:llámeme|llámame|llameme|llamame|llámenme|telefonéeme)\b|\bmi (?:móvil|movil|número"
    r"|numero|teléfono|telefono|directo)\b|\bme (?:puede|pueden|puedes) llamar\b"
)
#: The number or address belongs to a third person after all.
THEIR_NUMBER = re.compile(
    r"\b(?:him|her|his|them|their|he|she|they|they're|he's|she's|ask(?:ing)? for)\b|\b(?:ему|ей|им"
    r"|его|ее|их|он|она|спросите)\b|\b(?:ihn|ihm|seine|er ist|sie ist|herrn?|frau|kolleg\w+)\b"
    r"|\b(?:lui|son numéro|son portable|elle|il est|demandez)\b|\b(?:su (?:móvil|número"
    r"|teléfono)|él|ella|pregunte por)\b"
)
_RELATIONS = (
    r"(?:boss|wife|husband|missus|business partner|partner|brother|sister|son|daughter|dad|mum|mom|father"
    r"|mother|cousin|uncle|aunt|nephew|niece"
    r"|(?:brother|sister|son|daughter|father|mother)-in-law|colleague|co-?worker|co-?founder|counterpart"
    r"|successor|replacement|deputy|assistant"
    r"|pa|ea|secretary|number two|oppo|mate|pal"
    r"|chef(?:in)?|frau|mann|bruder|schwester|sohn|tochter|vater|mutter|papa|mama|schwager|schwägerin"
    r"|schwiegersohn|schwiegertochter|partner(?:in)?"
    r"|kollegen|kollegin(?:nen)?|kollege|kompagnon|nachfolger(?:in)?|vertretung|vertreter(?:in)?"
    r"|assistentin?|neffen?|nichte|onkel|tante|cousine?"
    r"|patronne?|cheffe?|associée?|mari|femme|frère|sœur|soeur|fils|fille|père|mère|collègue"
    r"|collaborat(?:eur|rice)|remplaçante?|successeur"
    r"|adjointe?|gendre|beau-(?:frère|père|fils)|belle-(?:sœur|mère|fille)"
    r"|jef[ea]|soci[oa]|marido|mujer|espos[oa]|herman[oa]|hij[oa]|padre|madre|papá|mamá|viejo|prim[oa]"
    r"|compañer[oa]|colega|cuñad[oa]|yerno|nuera"
    r"|sobrin[oa]|suegr[oa]|sustitut[oa]|reemplazo)"
)
#: "My brother", "unsere Kollegin": somebody else, named behind it or not.
RELATED = re.compile(
    rf"\b(?:my|our|meine?[nrms]?|mei|unsere?[nrm]?|mon|ma|notre|mi|nuestr[oa]) (?:\w+ )?{_RELATIONS}\b"
    r"|\b(?:мо(?:й|я|ему|его|ей|ю|им)|наш(?:а|ему|его|ей|у|им)?) (?:\w+ )?(?:муж\w*|жен[аеуы]|брат\w*"
    r"|сестр\w+|сын\w*|доч\w+|от[ец]\w*|пап[аеуы]|мам[аеуы]|шеф\w*"
    r"|начальни\w+|коллег\w+|партн[её]р\w*|зят\w+|теща|сменщи\w+|напарни\w+|преемни\w+|племянни\w+"
    r"|директор\w*)\b"
)
#: "My brother", directly in front of the name.
RELATED_TO = re.compile(rf"(?:{RELATED.pattern})(?:,? (?:da|der|die|dem|den|la|el|le))?[ ,:]{{1,2}}\Z")
#: Behind it stands whom to ask for at a number that is not theirs alone.
ASK_FOR = re.compile(
    r"\b(?:ask(?:ing)? (?:for|to speak)|put you (?:through|on)|connect you|спросите|спрашивайте|попросите"
    r"|позовите|соедин\w+|переключ\w+|verlangen|fragen sie nach"
    r"|frag\w* nach|verbinden|durchstellen|demande[rz]|vous (?:passer|passera|mettra)|pid[ae]n?(?: con"
    r"| por)?|pregunt[ae]n? por|pregunten por|l[eo] comunic\w+"
    r"|l[eo] pas\w+|fao|z\. ?hd)\b"
)
#: A number of a department, of the house.
DEPARTMENT = re.compile(
    r"\b(?:(?:sales|trade|order|main|office|general|switchboard|company) (?:line|number|desk|office|team"
    r"|dept|department)|reception|front desk|switchboard"
    r"|head office|hq|ресепш\w+|при[её]мн\w+|секретариат\w*|отдел\w*|коммутатор\w*|диспетчер\w*|офис\w*"
    r"|zentrale|empfang|pforte|sekretariat|vertrieb\w*|verkauf|innendienst"
    r"|l'accueil|accueil|le standard|standard|secrétariat|service (?:commercial|client\w*|achats|ventes)"
    r"|siège|recepción|centralita|conmutador|central(?= de)|comercial|ventas"
    r"|departamento)\b"
)
#: An address that we are asked NOT to use.
NOT_TO_BE_USED = re.compile(
    r"\b(?:(?:do not|don'?t|please stop|never|no longer|not) (?:use|using|write|writing|e-?mail\w*"
    r"|contact\w*|send\w*|mail\w*)|instead of|rather than|remove|delete|erase"
    r"|unsubscribe)\b[^\n@]{0,24}\Z|, not (?:to |at |on )?\Z"
    r"|\b(?:не (?:пишите|писать|используйте|надо|нужно|отправляйте|шлите|на)|удалите|уберите"
    r"|исключите|вместо)\b[^\n@]{0,25}\Z|\b(?:nicht (?:mehr )?(?:an|unter|über)|löschen sie"
    r"|entfernen sie|statt)\b[^\n@]{0,25}\Z"
    r"|\b(?:pas à|plus à|supprime\w+|retire\w+|au lieu de)\b[^\n@]{0,25}\Z|\b(?:no (?:escriba\w*"
    r"|use\w*)|elimin\w+|borr\w+|en lugar de)\b[^\n@]{0,25}\Z"
)
OUT_OF_USE = re.compile(
    r"\A[^\n]{0,12}\b(?:out of the loop|off (?:your|the) list|is (?:no longer|not)|не (?:использ"
    r"|пишите|надо)|nicht mehr|n'est plus|ya no)\b"
)
#: The name is whom the writer speaks for, or who sent the mail to the writer.
SPOKEN_FOR = re.compile(
    r"\b(?:on behalf of|in the name of|writing for|assistant to|working for|instructed by|asked by"
    r"|sent by|prompted by|thanks to|between|married to|regards|cheers|best|thanks)[ ,]*\Z"
    r"|\b(?:по поручению|от имени|по просьбе|от)[ ,]*\Z|\b(?:im auftrag von|im namen von|im auftrag"
    r"|von|grüße|gruß|lg|vg|mfg)[ ,]*\Z|\b(?:de la part de|au nom de|d'après|cordialement"
    r"|merci)[ ,]*\Z|\b(?:de parte de|en nombre de|saludos|gracias)[ ,]*\Z"
)
HANDED_TO_US = re.compile(
    r"\A,? (?:lequel|laquelle|qui|quien|who|der|die|которы[йх]|которая) (?:me|m'|mir|mich|мне|меня"
    r"|has asked me|asked me|told me|tells me|hat mich|hat mir)\b"
    r"|\A,? (?:me|m') ?(?:charge|demande|prie|indique|informe|dit|pide|indica|encarga|ha pedido|comenta"
    r"|solicita)\b"
    r"|\A,? (?:has|had) (?:seen|read) (?:it|this|your)\b|\A,? (?:bittet|lässt|wünscht|möchte, dass)\b"
    r"|\A,? (?:ваше )?(?:письмо )?(?:прочел|прочла|прочитал\w*|распорядил\w+|велел\w*|просит"
    r"|поручил\w*)\b"
    r"|\A,? (?:hat|bat) (?:mir|mich)\b|"
    r"\A,? (?:has |had |just |kindly |who is travelling|\w+ ){0,3}?(?:forwarded|passed|sent|gave"
    r"|asked|told|showed|handed|mentioned|suggested i|copied me|shared)(?: (?:me|us|it to me"
    r"|this to me|your \w+ (?:to me|on)|on your|along your|this|your))\b"
    r"|\A,? (?:переслал\w*|передал\w*|попросил\w*|просил\w*|поручил\w*|скинул\w*|отправил\w*) (?:мне"
    r"|нам|меня|передать)|\A,? (?:hat|bat) (?:mir|mich)\b|\A,? m'a (?:transmis|transféré|demandé"
    r"|fait suivre|passé)|\A,? me (?:ha|pasó|reenvió|pidió|dijo)\b"
)
#: Directly in front of a name it makes the name somebody to turn to.
DIRECTLY_BEFORE = re.compile(
    r"\b(?:to|with|for|contact|ask|try|e-?mail|call|ring|phone|ping|is|was|be|it's|that's|thats|that"
    r" is|would be|see|need|want|him|her|colleague|manager|director|boss|assistant|ea|pa"
    r"|counterpart|successor|named|called|via|through|our|fao|attn|meet|bother|under|about it is|by"
    r"|by name of|to my|speak"
    rf"|reach|{_RELATIONS}(?:,? (?:da|der|die|dem|den|la|el|le))?)[ ,:(-]{{1,3}}\Z|[=:-] ?\Z"
    r"|\b(?:к|ко|с|со|это|пишите|напишите|звоните|позвоните|спросите|наберите|у нас|там|зовут|теперь"
    r"|замещает|преемни\w+|коллег\w+|через|на|директор\w*|менеджер\w*|начальник\w*"
    r"|руководител\w*)[ ,:(-]{1,3}\Z"
    r"|\b(?:an|bei|mit|ist|wäre|fragen sie|kolleg\w+|herrn?|frau|am besten|mal|über|chef\w*"
    r"|leiter\w*|nachfolger\w*|vertretung)[ ,:(-]{1,3}\Z"
    r"|\b(?:à|avec|est|c'est|voir|contacter|contactez|voyez|appelez|collègue|directeur|directrice"
    r"|responsable|remplaçante?|à mon|par|fille|fils)[ ,:(-]{1,3}\Z"
    r"|\b(?:a|al|con|es|lleva|compañer[oa]|director\w*|jef[ea]|responsable|hable con|llame a|por"
    r"|sustitut[oa])[ ,:(-]{1,3}\Z"
)
#: Directly behind a name it makes the name somebody who handles it.
DIRECTLY_BEHIND = re.compile(
    r"\A[ ,(]{0,3}(?:who |he |she |they |\w+ |who's |, )?(?:handles?|runs?|manages?|leads?|heads?"
    r"|oversees?|looks? after|deals? with|takes? care|is (?:who|the|our|your|in charge"
    r"|responsible|head|now|covering|taking|filling|handling|better)|is\b|does|owns|covers?|took"
    r"|has (?:taken|his|her|my|the)|has\b|decides?|would|will|can|should|might|knows|used to|in"
    r" (?:procurement|sales|purchasing|marketing|finance|hr|commercial|our|the)|from|at|on|,|\()"
    r"|\A[ ,(-]{0,3}(?:он[аи]? )?(?:у нас )?(?:этим |всем |сбытом |продажами |всех |коммерцией"
    r" )?(?:занимает\w+|отвечает|курирует|ведет|руководит|рулит|заведует|возглавляет|зовут"
    r"|директор|начальник|нач|менеджер|коммерч\w+|коммерс|наш\w*|как раз|поможет|подскажет"
    r"|решает|замести\w+|теперь|знает|\()"
    r"|\A[ ,(-]{0,3}(?:die |der )?(?:ist|macht|leitet|betreut|verantwortet|kümmert|weiß|hilft"
    r"|übernimmt|aus|vom|von|zuständig|anzusprechen|\(|vertritt|hat)"
    r"|\A[ ,(-]{0,3}(?:qui |elle |il )?(?:s'occupe|gère|pilote|dirige|est|notre|directeur|directrice"
    r"|responsable|au service|\(|sera|suit|pourra)"
    r"|\A[ ,(-]{0,3}(?:que |quien )?(?:lleva|se encarga|gestiona|es|nuestr\w+|director\w*|jef[ea]|\("
    r"|le|podrá)"
)
#: Our mail came to the writer that way: whoever passed it on is nobody to turn to.
PASSED_TO_US = re.compile(
    r"\b(?:forwarded|passed|sent|given|handed|shared|came)(?: \w+){0,4} (?:to|with) (?:me|us)\b|\b(?:m'a"
    r"|m'ont|nous a|nous ont) "
    r"|\b(?:hat|haben|wurde|ist) (?:mir|mich|uns)\b|\ban mich (?:weiter\w+|gegangen)|\bmir (?:weiter\w+"
    r"|gegeben|geschickt)"
    r"|\b(?:мне|нам|меня)\b[^\n]{0,40}\b(?:переслал\w*|передал\w*|отправил\w*|скинул\w*|показал\w*"
    r"|перенаправил\w*|дал\w?|переадрес\w+)\b"
    r"|\b(?:переслал\w*|передал\w*|отправил\w*|скинул\w*|показал\w*|перенаправил\w*"
    r"|дал\w?) (?:\w+ ){0,3}(?:мне|нам)\b"
    r"|\bme (?:lo )?(?:pas[oó]|pasaron|reenvi[oó]|ha (?:pasado|reenviado|enviado|llegado)|lleg[oó]"
    r"|mand[oó])\b"
)
#: Somebody is put on the Cc line.
COPYING = re.compile(
    r"\b(?:(?:copy|copied|copying|cc'?(?:d|ing|ed)?|loop(?:ed|ing)?|add(?:ed|ing)?|bring(?:ing)?"
    r"|includ(?:ed?|ing)) (?:in )?(?:him|her|them|my|our|the|[a-z]+ (?:in|here|on|to this))"
    r"|(?:in|on|into) (?:the )?(?:cc|copy)\b|cc'?d|who is (?:copied|cc'?d|in copy|on cc)|see cc|from cc"
    r"|en copie?\b|en copia\b|(?:con|a) copia|copio a|sumo a|en cc"
    r"|in (?:kopie|cc|cc:)|ins cc|im cc|auf cc|in cc gesetzt|(?:je|nous) (?:mets|met|mettons|rajoute"
    r"|ajoute)\b[^\n]{0,40}\b(?:copie|boucle)|dans la boucle"
    r"|в копи[июе]|в копию|ставлю|поставил\w* в|подключа\w+|добавля\w+|добавил\w*)"
)
#: Our mail was passed on.
PASSED_ON = re.compile(
    r"\b(?:(?:forward(?:ed|ing)?|pass(?:ed|ing)?|sen[dt](?:ing)?|hand(?:ed|ing)?|shar(?:ed|ing)|pinged"
    r"|moved|redirect(?:ed|ing)?|rerouted|put) (?:it|this|that|your (?:e-?mail|mail|message|note|letter"
    r"|enquiry|inquiry|details))"
    r"(?: (?:on|over|along|across|up|down|through))?(?: \w+)? (?:to|with|in front of|past)\b(?! (?:me"
    r"|us)\b)|(?:forwarded|passed (?:on|along|over)|handed over|sent on) to\b(?! (?:me|us)\b)"
    r"|have forwarded"
    r"|(?:leite|leiten|reiche|gebe|geben|schicke) (?:\w+ ){0,5}(?:weiter|rüber)\b|(?:weitergeleitet"
    r"|weiterzuleiten|weitergereicht|weiterzureichen|weitergegeben|weiterzugeben|ins fach gelegt"
    r"|hingelegt|vorgelegt|übergeben)"
    r"|(?:transf[èé]r\w+|transmi\w+|(?:fais|fait|faire|faisons) suivre|relay\w+|remis|fait passer|passé"
    r"|passe) (?:\w+ ){0,5}(?:à|au|aux)\b"
    r"|(?:reenv\w+|pas[oóéè]|pas[ée]|pasado|remit\w+|traslad\w+|deriv\w+|turn[eéoó]\w*|canaliz\w+"
    r"|comparto|compart\w+|mand[eé]|env(?:i|í)\w+) (?:\w+ ){0,5}(?:a|al)\b"
    r"|(?:переслал\w*|пересыла\w+|перешл\w+|передал\w*|переда[юм]\w*|передан\w*|передать (?:его|ее|ваше"
    r"|письмо)|перенаправ\w+|направил\w*|форвард\w+|скинул\w*|отправил\w*|отдал\w*|пересл\w+"
    r"|переадрес\w+|доложил\w*))"
)
#: A name right behind it, and nothing else said, is the answer: "ask priya", "c'est Youssef", "пишите Косте".
PLAINLY = re.compile(
    r"(?:^|[.!?,;:(-] ?|\b(?:but|so|just|please|pls|then|rather|better|best|and|or|dann|bitte|aber|lieber"
    r"|am besten|sino|mejor|mais|plutôt|лучше|тогда|а|но) )"
    r"(?:ask|try|ring|call|e-?mail|contact|talk to|speak (?:to|with)|ping|see|text|message|write to|write"
    r"|you want|you need|best (?:bet|person|contact) is|it's|it is|it'd be|that's|thats|that is"
    r"|that would be|its|go to|go through|bug|grab|hit up"
    r"|frag(?:en sie|t|e)?(?: (?:doch|bitte))?(?: mal)?|spr(?:ich|echen sie) (?:mal )?mit|rufen sie"
    r"|schreib(?:en sie)?(?: (?:bitte|mal))?(?: an)?|wenden sie sich (?:bitte )?an|das (?:ist|macht|wäre)"
    r"|ist"
    r"|(?:voyez|vois|voir)(?: plutôt)?(?: avec)?|demande[rz]?(?: à)?|contacte[rz]?|appele[rz]|appelle"
    r"|écri(?:vez|s)(?: à)?|c'est|adressez-vous à|parle[rz]? (?:à|avec)"
    r"|(?:habl[ae]n?|hablad) con|pregunt[ae]n?(?:le|les)? a|llam[ae]n?(?:le)? a|escrib[ae]n?(?:le)? a"
    r"|contact[ae]r?(?: (?:a|con))?|es|ve con|dile a"
    r"|спросите|спроси|напишите|пишите|пиши|звоните|позвоните|наберите|обратитесь к|обращайтесь к"
    r"|вам (?:нужен|нужна|к)|это|к|лучше к)"
    r" (?:(?:herrn?|frau|mr|mrs|ms|dr|m|mme|mlle|sr|sra|don|doña|la|el|den|die|der|da|our|unsere[nm]?"
    r"|notre|nuestr[oa])\.? )*\Z"
)
#: A whole name behind it is the answer, wherever in the sentence it stands.
IS_WHO = re.compile(
    r"\b(?:c'est(?: plutôt)?|it's|that's|that'll be|that will be|that would be|that'd be|it'd be"
    r"|it would be|it'll be|sits with|lies with|down to|up to|das (?:ist|macht|wäre)"
    r"|liegt bei|läuft über|entscheidet|du ressort de|relève de|revient à|es(?: cosa)? de|ese es|sería"
    r"|le toca a|corresponde a|búsca(?:te|le)? a|depende de"
    r"|это(?: к)?|лучше к|сразу к|ведает|у нас|maybe|perhaps|vielleicht|eventuell|peut-être|quizás?"
    r"|может(?: быть)?,?)"
    r" (?:(?:herrn?|frau|mr|mrs|ms|dr|m|mme|mlle|sr|sra|don|doña|lic|la|el|den|die|der|our|unsere[nm]?"
    r"|notre|nuestr[oa])\.? )*\Z"
)
#: Behind a whole name or a given name that begins a clause: it is theirs.
HANDLES = re.compile(
    r"\A(?:(?:'s| is|'ll be| would be) (?:your|the (?:one|man|woman|lady|guy|person|right|best|contact"
    r"|decision)|our|who)\b"
    r"| (?:does|handles?|runs?|manages?|leads?|heads?|looks after|deals with|takes? care|owns|covers?"
    r"|decides?|sorts|has my (?:old )?(?:desk|job|role)|took over)\b"
    r"| (?:macht|leitet|betreut|verantwortet|kümmert|übernimmt|entscheidet|ist (?:ihre?|deine?|der|die"
    r"|zuständig|dafür))\b"
    r"| (?:s'occupe|gère|pilote|dirige|décide|est (?:votre|la personne|le bon))\b"
    r"| (?:lleva|se encarga|gestiona|decide|maneja|ve (?:eso|ese|todo)|es (?:su|tu|quien|la persona))\b"
    r"|,? (?:она |он )?(?:у нас )?(?:занимается|отвечает|курирует|ведет|решает|рулит|ведает|заведует"
    r"|за (?:реклам|продаж|маркет|сбыт)\w*))"
)
#: An automatic reply names who stands in, or comes after.
STANDS_IN = re.compile(
    r"\b(?:contact|e-?mail|write to|call|reach|reach out|speak|turn|get in touch|ask|ping|cover\w*"
    r"|stand\w* in|look\w* after|takes? (?:over|care)|took over|taken over|replac\w+|success\w+|deput\w+"
    r"|instead|direct\w*|handl\w+|help\w*|assist\w*|via|questions?|matters|urgent\w*|emergenc\w+|back-?up"
    r"|stand-?in|colleague\w*"
    r"|vertrit\w*|vertretung\w*|vertreten|nachfolg\w+|wenden|kontaktier\w+|ansprech\w+|übernimm\w*"
    r"|übernommen|erreichen|dringend\w*|hilft|kolleg\w+|zuständig|betreut|kümmert"
    r"|remplac\w+|succ[èé]d\w+|contacte\w*|adress\w+|joindre|urgen\w+|relais|collègue\w*|intérim|suppl\w+"
    r"|reprend|repris|écri\w+|voir avec"
    r"|sustitu\w+|reemplaz\w+|suced\w+|sucesor\w*|contact\w+|dirij\w+|diríj\w+|escrib\w+|llam\w+"
    r"|compañer\w+|atender\w*|cubr\w+|asum\w+"
    r"|замеща\w+|заменя\w+|обращ\w+|обрат\w+|пишите|писать|напишите|звоните|свяжитесь|срочн\w+|вопрос\w*"
    r"|преемни\w+|вместо|за меня|коллег\w+|помо\w+|дела прин\w+|отвечает|передан\w*"
    r"|зверта\w+|пишіть|замінює)\b"
)
