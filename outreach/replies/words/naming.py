"""Words around a name, a number or an address that say whose it is; all languages in one pattern each, plain text."""

import re

#: The number beside it is the writer's own: a call back is asked for.
MY_NUMBER = re.compile(
    r"\b(?:call|ring|phone|text|reach|get|catch|try|buzz|whatsapp|dial) me\b|\bmy (?:\w+ )?(?:cell"
    r"|mobile|direct|number|phone|line(?! manager)|desk|extension|mob)\b"
    r"|\bgive (?:me|us) a (?:\w+ )?(?:call|ring|bell|shout|buzz)\b|\bcall my\b|\bring me\b|\bi(?:'m|"
    r" am) (?:usually |always |normally )?(?:on|at|reachable|available|free|around|in)\b|\bmine"
    r" is\b"
    r"|\bмой\b|\bмне\b|\bменя\b|\bмоб\w* мой\b|\bнабер(?:ите|и) (?:меня|мне)\b|\b(?:позвоните"
    r"|звоните|перезвоните|наберите|созвон\w+)(?! (?:ему|ей|им|к|[а-я]+у\b|[а-я]+е\b))"
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
    r"|counterpart|successor|named|called|via|through|by|by name of|to my|speak"
    r"|reach)[ ,:(-]{1,3}\Z|[=:-] ?\Z"
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
