"""Spanish: what people answer to "¿quién lleva las ventas?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|correos?|mensajes?|publicidad|spam|comunicaciones|propaganda"
        r"|newsletters?",
        "month": r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre"
        r"|noviembre|diciembre)(?!\w)",
        "weekday": r"lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo",
        "season": r"primavera|verano|otoño|invierno|navidad\w*|reyes|semana santa|vacaciones|fin de"
        r" año|año nuevo|fiestas|feria|campaña|trimestre|semestre|q[1-4]|t[1-4]|inventario"
        r"|cierre",
        "sales": r"ventas?|comercial\w*|clientes?|eso|esto|ese tema|estos? temas?|todo|de ello",
    }
)
_r = _L.rule
_I = Intent

_OPT_OUT = (
    _r(
        "optout.one_word",
        _I.UNSUBSCRIBE,
        0.97,
        r"\A(?:por favor,? )?(?:baja|stop|alto|basta|borrar|cancelar|darme de baja|eliminar"
        r"|unsubscribe|remover|no más)(?: (?:por favor|ya|gracias|inmediata"
        r"|correos))*[.! ]*(?=\n|\Z)",
    ),
    _r(
        "optout.unsubscribe",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:d[aeé](?:r|n|d|dme|rme|rnos|nme|nnos|me|nos|mos)?|causar|solicit\w+|quiero|pido"
        r"|tramit\w+|proceder? a) (?:me |nos |mi |nuestra |la |de ){0,3}baja\b|\bde baja\b"
        r"|\b(?:unsubscri\w+|desuscri\w+|desapunt\w+|cancelar (?:la |mi )?suscripción)\b",
        unless=r"baja (?:médica|maternal|laboral|por (?:enfermedad|maternidad|paternidad))|de baja"
        r" (?:hasta|desde|por|en la empresa)|estoy de baja|está de baja",
    ),
    _r(
        "optout.remove",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:elimin\w+|elimín\w+|borr\w+|bórr\w+|quit\w+|quít\w+|sáqu\w+|saqu\w+|sacad(?:me|nos)"
        r"|suprim\w+|retir\w+|tach\w+|olvid\w+|olvíd\w+|exclu\w+)\b[^\n]{0,45}?\b(?:me|nos|mi"
        r"|mis|nuestr\w+|esta dirección|este correo|dirección|datos|lista\w*|base\w*|contacto"
        r"|registro\w*|fichero\w*|correo)\b|\b(?:elimínenme|elimíneme|bórrenme|bórreme|quítenme"
        r"|quíteme|sáquenme|sáqueme|quitadme|borradme|elimíname|quítame|sácame|bórrame|olvídenme"
        r"|olvídeme)\b",
        unless=r"se me (?:olvid|borr)\w+|de dónde|dónde ha|cómo ha",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.94,
        r"\bno (?:me |nos |quiero |queremos |deseo |deseamos |vuelv\w+ a |quisiera |autorizo "
        r"|autorizamos |más |volver a |se )*(?:\w+ )?(?:escrib\w+|contact\w+|envi\w+|env[ií]\w+"
        r"|mand\w+|molest\w+|llam\w+|recib\w+|insist\w+|ser contactad\w+|remit\w+"
        r"|comuni\w+)\b[^\n]{0,30}?(?:\bmás\b|\bmas\b|{mail}|\bnunca\b|\bde nuevo\b|\botra vez\b"
        r"|[.!]|$)|\b(?:no más|ningún|ni un|basta de|ni un solo) (?:\w+ )?(?:{mail})\b",
        unless=r"\bhasta\b|antes de|no dud\w+|no (?:he|hemos) recibido|no recib[ií]",
    ),
    _r(
        "optout.stop",
        _I.UNSUBSCRIBE,
        0.94,
        r"\b(?:dej\w+ de|deje de|dejen de|deja de|dejad de|para de|paren de|pare de|cese\w* (?:de"
        r"|en)|absténga\w* de|abstenerse de|basta (?:ya|de)|ya basta|déj\w+ en paz|harto\w* de"
        r"|harta\w* de|última (?:vez|advertencia)|último (?:aviso|correo))\b",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:rgpd|lopd\w*|lssi\w*|gdpr|aepd|protección de datos|datos personales|agencia"
        r" (?:española )?de protección|denunci\w+|abogad\w+|acciones legales|medidas legales"
        r"|demanda\w*|derecho (?:de|a la|al) (?:supresión|oposición|olvido|cancelación)|artículo"
        r" (?:17|21|15)|consentimiento|no (?:he )?autoriz\w+|no solicitad\w+|me opongo|nos"
        r" oponemos|marc\w+ como (?:spam|correo no deseado)|bloque\w+ (?:su|tu|este|esta)|spam"
        r"|acoso)\b",
        unless=r"(?:en|carpeta|bandeja|llegó|llegado|entró|fue|filtro)[^\n]{0,15}(?:de )?spam|soy"
        r" abogad|despacho de abogad",
    ),
)

_REFERRAL = (
    _r(
        "referral.contact",
        _I.REFERRAL,
        0.66,
        r"\b(?:contact[ae]\w*|escrib[aei]\w*|escríb\w+|habl[ae]\w*|háb\w+|pregunt[ae]\w*|pregúnt\w+"
        r"|dirij\w+|diríj\w+|llam[ae]\w*|llám\w+|consult[ae]\w*|pón\w+ en contacto|póng\w+ en"
        r" contacto|comuníq\w+|acud\w+|remít\w+|trat[ae]\w*|coment[ae]\w*|coméntal\w+|prueb[ae]"
        r"|intent[ae]|mejor (?:con|habla|hable)|búsq\w+|localic\w+)\b[^\n]{0,50}?\b(?:a|al|con"
        r"|por|en|directamente|mejor|nuestr\w+|mi|la|el)\b",
        unless=r"llamarme|llamarnos|escribirme|\b(?:no|me|nos|conmigo|escríbame|escríbanos|llámeme"
        r"|llámame|contácteme|contacte conmigo)\b(?!.{0,40}@)|contact\w+ (?:conmigo|en (?:enero"
        r"|febrero|marzo))|contacto\b",
    ),
    _r(
        "referral.handles",
        _I.REFERRAL,
        0.62,
        r"\b(?:lo|la|eso|esto|tema\w*|ventas|comercial|quien|que|es|responsable|encargad\w+|ahora"
        r"|persona) (?:\w+ ){0,3}?(?:lleva|llevan|gestiona|maneja|dirige|se encarga|se ocupa"
        r"|encarga|ocupa|coordina|decide|atiende|ve|tiene|es)\b|\b(?:responsable|encargad[oa]"
        r"|director\w*|jef[ea]|persona (?:adecuada|indicada|correcta)|le dejo (?:su|el)|te dejo"
        r" (?:su|el)|su (?:correo|email|mail|teléfono|móvil|extensión) (?:es|:)|su sustitut\w+"
        r"|su sucesor\w*|en su lugar|compañer[oa])\b",
        unless=r"\b(?:yo|quién|no|nadie|soy)\b(?!.{0,60}@)|¿",
    ),
    _r(
        "referral.passed_on",
        _I.REFERRAL,
        0.9,
        r"\b(?:reenvi\w+|reenví\w+|he (?:pasado|trasladado|remitido|enviado|derivado)|hemos"
        r" (?:pasado|trasladado|remitido|reenviado|derivado)|pasado (?:su|tu|el) (?:\w+ )?a|paso"
        r" (?:su|tu|el) (?:\w+ )?a|le paso|traslad\w+ (?:su|tu|el)|remitid\w+ a|derivad\w+ a|lo"
        r" paso|se lo (?:paso|he pasado)|he hecho llegar)\b",
        unless=r"\b(?:no|antes|si|puedo)\b",
    ),
    _r(
        "referral.copying",
        _I.REFERRAL,
        0.85,
        r"\b(?:en copia|en cc|copio a|pongo (?:\w+ ){0,3}en copia|añado a|incluyo a|agrego a"
        r"|copiando a|sumo a|os presento|le presento)\b",
        unless=r"\bno\b",
    ),
)

_RIGHT_PERSON = (
    _r(
        "right.me",
        _I.RIGHT_PERSON,
        0.92,
        r"^ ?(?:sí|correcto|exacto|efectivamente|así es|afirmativo)[.! ]*$|\b(?:pasa|pasan) por mí\b"
        r"|\bpuede hablar conmigo\b|\blo llevo yo ahora\b|^ ?(?:(?:sí|si|hola|buenas|buenos días"
        r"|efectivamente|así es|claro)[,.!]? )*(?:soy yo|yo mismo|yo misma|yo|servidor\w*|un"
        r" servidor|una servidora|ese soy yo|esa soy yo|conmigo|aquí lo hago yo todo|el mismo|la"
        r" misma|me encargo yo|lo llevo yo|presente)(?: (?:mismo|misma|quien|el que|la que|lo|se"
        r" encarga|encargo|lleva|de eso|llevo))*[.!) ]*(?=$|[,;])",
    ),
    _r(
        "right.i_handle",
        _I.RIGHT_PERSON,
        0.88,
        r"\b(?:es|eso es) cosa mía\b|\bme toca a mí\b|\beso es lo mío\b|\b(?:yo|soy|me|nos|lo|la"
        r"|las)\b (?:\w+ ){0,3}?(?:encargo|llevo|ocupo|gestiono|manejo|dirijo|coordino|decido"
        r"|encargamos|llevamos|responsable|encargad[oa]|director\w* (?:comercial|general)"
        r"|gerente|dueñ[oa]|propietari[oa]|jef[ea]|la persona|el indicado|la indicada|quien"
        r" (?:lleva|se encarga|gestiona|decide))\b|\b(?:ventas|comercial|eso"
        r"|todo)\b[^\n]{0,25}\b(?:llevo yo|yo mism[oa]|me encargo|es cosa mía|depende de mí|pasa"
        r" por mí|soy yo)\b|\b(?:ha dado|has dado|dio|da) con (?:la persona|quien)|\bha(?:s)?"
        r" acertado\b|\bsoy yo\b|\bsoy la persona\b|\best[áa](?: usted)? hablando con (?:la|el"
        r"|quien|ella|él)\b",
        unless=r"\bno\b|solo llevo|sólo llevo|almac|administra|contab|logíst|ya no",
    ),
)

_INTERESTED = (
    _r(
        "interest.send",
        _I.INTERESTED,
        0.88,
        r"\b(?:env[ií]\w+|mánd\w+|mand\w+|pás\w+|pas[ae]\w*|remít\w+|hága\w+ llegar|haga\w* llegar"
        r"|comparta\w*|facilít\w+|puede\w* (?:enviar|mandar|pasar)\w*|podría\w* (?:enviar|mandar"
        r"|pasar)\w*)\b[^\n]{0,50}?\b(?:información|info|precios?|tarifas?|catálogo|presentación"
        r"|propuesta|dossier|folleto|detalles|presupuesto|ejemplos|documentación|datos"
        r"|referencias|material|más)\b",
        unless=r"\bno\b|\bdejen?\b|reenvi|he pasado",
    ),
    _r(
        "interest.talk",
        _I.INTERESTED,
        0.84,
        r"\b(?:podemos|podríamos|hablamos|hablemos|quedamos|quedemos|agendamos|agendemos|reunámonos"
        r"|nos reunimos|nos vemos|concertamos|encantad\w+ de|me gustaría|nos gustaría|estaría"
        r" encantad\w+|dispuest\w+ a|vamos a|abiertos? a|con gusto|con mucho gusto|cuándo"
        r" (?:puede|podemos|le|te|tienen)|tengo hueco|disponible|una (?:llamada|reunión"
        r"|videollamada)|un (?:café|rato))\b[^\n]{0,50}?(?:\b(?:hablar\w*|reun\w+|llamada"
        r"|charlar|conocer\w*|ver\w*|escuchar\w*|lunes|martes|miércoles|jueves|viernes|mañana"
        r"|semana|comentar\w*|café|agenda\w*|tarde|videollamada|saber más)\b|\?|$)",
        unless=r"\bno\b|cuando (?:acabe|termine|vuelva)|\bhasta\b|\bfuera\b|de vacaciones",
    ),
    _r(
        "interest.call_me",
        _I.INTERESTED,
        0.9,
        r"\bpuede\w* llamarme\b|\b(?:llám[ae]\w*me|llámenos|ll[aá]m[ae]n?os|telefonéeme|mi (?:número"
        r"|teléfono|móvil|directo)|me puede\w* llamar|puede\w* llamarme|deme un toque|dame un"
        r" toque)\b",
        unless=r"\ben (?:un|dos|tres|unos) (?:mes|meses|semanas?|días)|después|más adelante|en"
        r" (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
        r"|diciembre)|\bno\b",
    ),
    _r(
        "interest.yes",
        _I.INTERESTED,
        0.8,
        r"\b(?:me interesa|nos interesa|interesad[oa]s?|interesante|suena (?:bien|interesante)"
        r"|cuénte\w+|cuénta\w+|(?<!más )adelante|dígame|dime más|quiero saber más|saber más|más"
        r" (?:información|detalles)|me viene bien|nos viene (?:bien|de perlas)|buen momento"
        r"|estamos buscando|justo (?:estamos|lo)|por qué no|claro que sí|le escucho|soy todo"
        r" oídos|lo (?:miro|miramos|vemos|estudiamos|revisamos))\b",
        unless=r"\bno\b(?! dud)|\bsi (?:le|te|les) interesa|en caso|ningún",
    ),
    _r(
        "interest.time",
        _I.INTERESTED,
        0.76,
        r"\b(?:{weekday}|mañana|semana que viene|próxima semana)\b[^\n]{0,40}\b(?:a las? \d|por la"
        r" (?:mañana|tarde)|me (?:va|viene)|puedo|podemos|estoy|libre|\d{1,2}:\d\d)\b",
        unless=r"\bno\b|vuelvo|vacaciones|fuera|hasta|regres",
    ),
)

_QUESTION = (
    _r(
        "question.about",
        _I.QUESTION,
        0.87,
        r"\b(?:de qué (?:se trata|trata|va|empresa|me habla|asunto|producto)|de que (?:se trata"
        r"|trata|va)|sobre qué|para qué|por qué (?:motivo|asunto|razón)|qué (?:ofrecen?|vende\w*"
        r"|desea\w*|quiere\w*|necesita\w*|es (?:lo que|exactamente|esto)|tipo de|servicio"
        r"|producto|empresa|propone\w*|asunto|buscan?|tiene que ver)|en qué (?:consiste|puedo|le"
        r" puedo|empresa)|cuál es (?:el (?:motivo|asunto|objeto)|su|la)|a qué se (?:refiere"
        r"|dedica\w*)|con qué (?:motivo|fin|objeto)|podría\w* (?:concretar|especificar|aclarar"
        r"|explicar)|puede\w* (?:concretar|especificar|aclarar|explicar|ser más)|más concret\w+"
        r"|ventas de qué)\b",
    ),
    _r(
        "question.who",
        _I.QUESTION,
        0.86,
        r"\b(?:quién(?:es)? (?:es usted|eres|son|le|te|me escribe)|nos conocemos|de parte de quién"
        r"|qué empresa representa|a quién representa|de qué empresa|con quién)\b",
    ),
    _r(
        "question.source",
        _I.QUESTION,
        0.88,
        r"\b(?:de dónde|dónde|cómo|quién)\b[^\n]{0,25}\b(?:sacad\w+|sac[óo]|obtenid\w+|obtuv\w+"
        r"|conseguid\w+|consigui\w+|ha dado|dio|tiene\w*|encontr\w+"
        r"|hallad\w+)\b[^\n]{0,30}\b(?:dirección|correo|contacto|datos|email|mail|número"
        r"|nombre)\b",
    ),
    _r(
        "question.price",
        _I.QUESTION,
        0.85,
        r"\b(?:cuánto (?:cuesta|vale|cobran?|es|sería)|qué (?:precio|coste|tarifas?|cuesta|vale)"
        r"|cuál es (?:el|su) (?:precio|coste)|tienen referencias|trabajan? (?:ya )?con)\b",
    ),
    _r(
        "question.mark",
        _I.QUESTION,
        0.5,
        r"[a-záéíóúñ)\"']\?(?!\?)",
        unless=r"{weekday}|mañana|hablamos|le parece\?|te parece\?|llam|podemos",
    ),
    _r(
        "question.open",
        _I.QUESTION,
        0.65,
        r"^ ?(?:y |pero |perdone,? )?(?: )?(?:quién|qué|cuál|cómo|por qué|dónde|de qué|para qué|es"
        r" (?:una|esto|usted)|son ustedes|se trata|me puede|podría|tienen"
        r"|trabajan)\b[^\n]{3,120}\?",
        unless=r"{weekday}|llam|cuándo",
    ),
)

_NOT_NOW = (
    _r(
        "later.not_now",
        _I.NOT_NOW,
        0.84,
        r"\b(?:ahora (?:mismo )?no|no (?:es|por) (?:ahora|el momento|el mejor momento|buen momento"
        r"|un buen momento|una prioridad)|por (?:ahora|el momento) no|de momento no|no de"
        r" momento|en este momento no|actualmente no|este año no|no este (?:año|mes|trimestre)"
        r"|todavía no|aún no|mal momento|no tenemos tiempo|no tengo tiempo|sin tiempo|hasta"
        r" arriba|desbordad\w+|liad[oa]s?|saturad\w+|en plen[oa]"
        r"|presupuesto\w*[^\n]{0,25}(?:cerrad\w+|agotad\w+|congelad\w+|gastad\w+)|congelad\w+|en"
        r" pausa|parad[oa]s?|aplazad\w+|muy ocupad\w+|no es buen momento|no podemos ahora)\b",
        unless=r"no (?:me |nos )?interesa|nunca",
    ),
    _r(
        "later.come_back",
        _I.NOT_NOW,
        0.88,
        r"\b(?:escrib\w+|escríb\w+|contact\w+|contáct\w+|llam\w+|llám\w+|vuelv\w+|volv\w+|hable\w*"
        r"|hablamos|hablar|retom\w+|insist\w+|pregunt\w+|prueb\w+|inténtel\w+|record\w+"
        r"|recuérd\w+|atiend\w+|busq\w+|avís\w+)\b[^\n]{0,50}?\b(?:(?:en|a partir del?|después"
        r" del?|despues del?|tras|pasad[oa]s?|hacia|para|a principios de|a finales de|a mediados"
        r" de|dentro de|desde|allá por|sobre) ?(?:del? |el |la |los |las )*(?:{month}|{season}"
        r"|\d{1,2} de|próximo|siguiente|unos|unas|un (?:mes|par|año|tiempo)|una semana|un par"
        r"|dos|tres|cuatro|seis|\d+|año|mes|nuevo año)|más adelante|el (?:año|mes|trimestre)"
        r" (?:que viene|próximo)|el próximo (?:año|mes|trimestre)|la próxima|más tarde|otro"
        r" momento)",
        unless=r"no vuelv|dejen? de|mañana",
    ),
    _r(
        "later.later",
        _I.NOT_NOW,
        0.7,
        r"\b(?:más adelante|quizás? (?:más|en|el)|tal vez (?:más|en)|en otro momento|después"
        r" de(?:l)? (?:las |los |la )?(?:{season}|{month}|\d)|a partir de|hasta (?:después|enero"
        r"|febrero|marzo|abril|el año|pasad)|el (?:año|mes) que viene|el próximo (?:año|mes"
        r"|trimestre)|allá por|dentro de (?:unos|unas|dos|tres|seis|un par|\d+) (?:meses"
        r"|semanas)|en (?:{month})|cuando (?:acabe|termine|pase))\b",
        unless=r"jubil|dejó|se fue|ya no trabaja|desde",
    ),
)

_NOT_INTERESTED = (
    _r(
        "no.not_interested",
        _I.NOT_INTERESTED,
        0.93,
        r"\bno (?:\w+ ){0,3}?(?:interesa\w*|interesad[oa]s?|interés|necesit\w+|requer\w+|precis\w+"
        r"|hace falta|hacen falta|encaja\w*|procede|buscamos|contratamos|queremos|tenemos"
        r" (?:necesidad|interés|presupuesto|previsto|intención))\b|\b(?:sin|ningún|nulo|poco)"
        r" interés\b|\bno es para nosotros\b|\bno lo (?:veo|vemos|necesito|necesitamos)\b",
        unless=r"no (?:quiero|queremos|deseo) (?:recibir|más|que)|\bahora (?:mismo )?no\b|de momento no",
    ),
    _r(
        "no.no_thanks",
        _I.NOT_INTERESTED,
        0.9,
        r"^ ?no[,.! ]*(?:gracias|thanks)?[.!) ]*$|\bno,? (?:muchas )?gracias\b|\bgracias,? (?:pero"
        r" )?no\b|\bgracias,? (?:pero )?(?:ya|estamos|tenemos)\b|\b(?:declin\w+|rechaz\w+|paso"
        r"|pasamos|lo dejamos|no gracias)\b[.! ]*$|\bpierd\w+ (?:el|su) tiempo\b|\bque (?:le|te"
        r"|os) vaya bien\b|\bsuerte\b",
        unless=r"paso (?:su|tu|el|a)",
    ),
    _r(
        "no.supplied",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:lista de espera|completos|tenemos (?:bastante|suficiente|de sobra)|trabajo de sobra"
        r"|clientes de sobra)\b|\b(?:ya|estamos|tenemos|contamos"
        r"|trabajamos)\b[^\n]{0,30}\b(?:proveedor\w*|agencia\w*|partner\w*|servid[oa]s?"
        r"|cubiert[oa]s?|equipo propio|interno|internamente|con otr[oa]s?|distribuidor\w*"
        r"|colaborador\w*|content[oa]s?|satisfech[oa]s?|bien así|bien atendid[oa]s?|contrato"
        r"|quien)\b|\bboca a boca\b|\bestamos (?:bien|content\w+|servidos|cubiertos)\b",
    ),
)

_WRONG_PERSON = (
    _r(
        "wrong.not_me",
        _I.WRONG_PERSON,
        0.86,
        r"\baquí no (?:es|somos|hay)\b|\bsoy (?:el|la) de (?:la |los |las )?(?:limpieza"
        r"|mantenimiento|almacén|recepción|cocina|taller|contabilidad)\b|\bno (?:soy|es|llevo|me"
        r" encargo|me ocupo|gestiono|manejo|tengo|trabajo|me corresponde|me compete|pertenezco"
        r"|me dedico|estoy)\b (?:\w+ ){0,3}?(?:yo|mi (?:área|departamento|tema|competencia"
        r"|trabajo|campo|función)|la persona|el (?:indicado|adecuado|responsable)|la (?:indicada"
        r"|adecuada|responsable)|ese tema|eso|esto|esos? temas?|nada que ver|ventas|de (?:eso"
        r"|ello|ese|ventas)|en (?:ventas|comercial|ese)|a mí|conmigo|cosa mía|relación|aquí)\b"
        r"|\bno (?:llevo|me encargo|me ocupo|gestiono) (?:de )?(?:ese|eso|las|esto|el|ya)\b"
        r"|\bnada que ver\b|\b(?:persona|dirección|correo|empresa|departamento|número|puerta)"
        r" (?:equivocad[oa]|errón\w+|incorrect\w+)\b|\bse (?:ha |han )?(?:equivoca\w*"
        r"|confund\w+)\b|\bse equivocó\b|\bpor error\b|\bno tenemos (?:departamento|equipo"
        r"|comerciales|ventas)\b",
    ),
    _r(
        "wrong.do_not_know",
        _I.WRONG_PERSON,
        0.83,
        r"\b(?:ni idea|no (?:tengo|tenemos) (?:ni )?idea|no sé (?:quién|a quién|decirle)|no sabría"
        r"|no conozco|no (?:le |te )?puedo (?:ayudar|decir|indicar|facilitar)|desconozco|no"
        r" (?:damos|facilitamos) (?:datos|nombres|información))\b",
    ),
    _r(
        "wrong.my_job",
        _I.WRONG_PERSON,
        0.5,
        r"\besto es (?:una?|el|la) (?:guardería|colegio|escuela|hospital|particular|parroquia"
        r"|biblioteca|asociación)\b|\bsoy (?:el|la)? ?(?:párroco|cura|maestr[oa]|enfermer[oa]"
        r"|médic[oa]|agricultor\w*|artista|músic[oa])\b|\b(?:soy|estoy en|trabajo en|llevo)"
        r" (?:solo |sólo |solamente |únicamente |el |la |un |una |de )*(?:becari[oa]|contab\w+"
        r"|administra\w+|técnic[oa]|recepci\w+|almac\w+|producción|rrhh|recursos humanos"
        r"|ingenier[oa]|mantenimiento|informátic\w+|profesor\w*|jubilad[oa]|particular"
        r"|estudiante|logística|limpieza|calidad|taller|secretari[oa])\b|\b(?:somos|esto es|esta"
        r" es) (?:una?|la|el) (?:\w+ )?(?:colegio|escuela|iglesia|hospital|asociación|biblioteca"
        r"|ayuntamiento|particular|ong|universidad|instituto)\b",
        unless=r"director|ventas",
    ),
)

_LEFT = (
    _r(
        "left.no_longer",
        _I.LEFT_COMPANY,
        0.93,
        r"\b(?:lo|la|le) (?:despidieron|echaron|jubilaron)\b|\btrabaja (?:ahora )?en otr[oa]\b|\bya"
        r" no (?:\w+ ){0,2}?(?:trabaja\w*|está\w*|estoy|forma\w* parte|pertenece\w*|sigue"
        r"|labora\w*|se encuentra)\b|\b(?:dej[óo]|dejé|ha dejado|he dejado|abandon[óo]|abandoné"
        r"|caus[óo] baja en|se (?:fue|march[óo]|ha ido|ha marchado|retir[óo])|me (?:fui|marché"
        r"|he ido)) (?:\w+ ){0,3}?(?:la (?:empresa|compañía)|empresa|compañía|puesto|trabajo|de"
        r" (?:la empresa|aquí|\w+)|en|hace|nosotros)\b|\b(?:se jubil[óo]|jubilad[oa]|se ha"
        r" jubilado|me he jubilado|me jubilé|falleci[óo]|ha fallecido|renunci[óo]|despedid[oa]"
        r"|cambi[óo] de empresa|dejó la empresa|no trabaja (?:aquí|ya|más))\b",
        unless=r"ya no (?:llevo|trabajo con|estoy (?:a cargo|en ventas|llevando))|soy jubilad",
    ),
)

_HINTS = (
    # Next to nothing, and heard only where nothing else is said.
    _r("hint.no", _I.NOT_INTERESTED, 0.34, r"\b(?:no|nada|nunca|ningún\w*|sin|ni|tampoco|caro)\b"),
    _r(
        "hint.my_job",
        _I.WRONG_PERSON,
        0.4,
        r"^ ?(?:(?:hola|perdone|disculpe|lo siento)\b[,.!]? )*(?:yo|soy|somos|aquí|esto es|trabajo"
        r"|estoy)\b \w+",
        unless=r"ventas?|comercial\w*|interes\w*|responsable|gerente|encarg\w*|director\w*",
    ),
    _r(
        "hint.mine",
        _I.RIGHT_PERSON,
        0.36,
        r"\b(?:yo|conmigo|mío|mía|yo mism[oa]|me encargo|a mí)\b",
        unless=r"\bno\b",
    ),
    _r(
        "hint.later",
        _I.NOT_NOW,
        0.36,
        r"\b(?:más adelante|después|luego|semanas?|mes|meses|trimestre|año|próxim\w+|todavía|de"
        r" momento|por ahora|{season}|{month})\b",
    ),
    _r(
        "hint.yes",
        _I.INTERESTED,
        0.36,
        r"\b(?:sí|claro|vale|interes\w*|precios?|presupuesto|reuni\w+|llam\w+|catálogo|info\w*|cita)\b",
        unless=r"\bno\b",
    ),
)

_BESIDE_THE_POINT = (
    _r(
        "other.newsletter",
        _I.OTHER,
        0.6,
        r"\b(?:newsletter|boletín|darse de baja|cancelar suscripción|ver en el navegador|webinar"
        r"|promoción|descuento\w*|inscríbete)\b",
    ),
)

RULES = (
    *_OPT_OUT,
    *_REFERRAL,
    *_RIGHT_PERSON,
    *_INTERESTED,
    *_QUESTION,
    *_NOT_NOW,
    *_NOT_INTERESTED,
    *_WRONG_PERSON,
    *_LEFT,
    *_BESIDE_THE_POINT,
    *_HINTS,
)

AUTOMATIC = (
    _r("auto.absent", _I.OUT_OF_OFFICE, 0.9, r"\b(?:fuera de (?:la |mi )?oficina|fuera del"
        r" (?:despacho|trabajo)|fuera hasta|ausente|ausencia|de vacaciones|vacaciones|de (?:viaje"
        r"|permiso|baja)|baja (?:médica|maternal|por (?:maternidad|enfermedad|paternidad))|permiso"
        r" (?:de )?(?:maternidad|paternidad)|no (?:estoy|estaré|me encuentro|estar[ée] disponible"
        r"|disponible)|(?:oficinas?|tienda|empresa)[^\n]{0,30}cerrad\w+|cerrad[oa]s? (?:por|hasta"
        r"|del?)|viaje de (?:trabajo|negocios)|en una feria|estaré fuera|estoy fuera)\b"),
    _r("auto.back", _I.OUT_OF_OFFICE, 0.76, r"\b(?:a mi (?:vuelta|regreso)|regres\w+|me"
        r" reincorpor\w+|reincorpor\w+|volver[ée]\w*|vuelvo|estaré de (?:vuelta|regreso)|de vuelta"
        r"|reabri\w+|para (?:urgencias|temas urgentes|asuntos urgentes)|urgencias?|urgente\w*|acceso"
        r" limitado|sin acceso|durante mi ausencia|en mi ausencia|responder[ée] (?:a|cuando|en"
        r" cuanto|tan))\b"),
    _r("auto.left", _I.LEFT_COMPANY, 0.93, r"\bya no (?:\w+ )?(?:trabaj\w+|form\w+ parte|pertene\w+"
        r"|está en|estoy en)\b|\b(?:he dejado|ha dejado|dejó|dejé) (?:la|de|mi|su)\b|\bse ha"
        r" jubilado\b|\bme he jubilado\b|\b(?:cuenta|buzón|dirección|correo)\b[^\n]{0,30}\b(?:ya no"
        r"|desactivad\w+|cerrad\w+|eliminad\w+)\b|\bha fallecido\b|\bno sigue en\b|\bcaus(?:ó|ado)"
        r" baja\b"),
    _r("auto.received", _I.AUTO_ACKNOWLEDGEMENT, 0.86, r"\b(?:acuse de recibo|hemos recibido|ha sido"
        r" (?:recibid\w+|registrad\w+|asignad\w+)|se ha (?:recibido|registrado|creado|abierto)"
        r"|recibimos su|número de (?:caso|ticket|referencia|incidencia|expediente)|(?:caso|ticket"
        r"|incidencia|referencia|expediente) (?:n[º°o]\.? ?|#)?[a-z]*-?\d+|su (?:solicitud|consulta"
        r"|petición))\b"),
    _r("auto.will_answer", _I.AUTO_ACKNOWLEDGEMENT, 0.72, r"\b(?:gracias"
        r"|agradecemos)\b[^\n]{0,20}\b(?:por (?:contactar|su (?:mensaje|correo|interés|consulta)"
        r"|escribir\w*|ponerse))|\b(?:en breve|a la mayor brevedad|lo antes posible|en (?:un plazo"
        r"|24|48|las próximas)|nos pondremos en contacto|le (?:responderemos|contestaremos"
        r"|contactaremos)|respuesta automática|mensaje automático|generado automáticamente|enviado"
        r" automáticamente|no responda a este|días hábiles|días laborables|horario de atención)\b"),
    _r("auto.challenge", _I.CHALLENGE, 0.93, r"\b(?:confirm\w+|verifi\w+|valid\w+|demuestr\w+"
        r"|identifi\w+)\b[^\n]{0,80}\b(?:humano|persona|robot|remitente|enlace|clic|identidad"
        r"|envío)\b|\banti-?spam\b|\bhaga clic\b[^\n]{0,60}\b(?:entreg\w+|recib\w+|confirm\w+"
        r"|liber\w+)|\bcuarentena\b|\blista blanca\b|\bretenid\w+\b[^\n]{0,60}\b(?:confirm|clic"
        r"|enlace|verif)|\bremitentes? (?:autorizad\w+|aprobad\w+)\b"),
    _r("auto.address_changed", _I.AUTO_ACKNOWLEDGEMENT, 0.6, r"\bnueva dirección\b|\b(?:dirección"
        r"|correo) (?:ha cambiado|cambia)\b|\bcambio de (?:dirección|correo)\b"),
    *_BESIDE_THE_POINT,
)  # fmt: skip
