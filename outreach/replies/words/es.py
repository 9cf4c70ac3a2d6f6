"""Spanish: what people answer to "¿quién lleva las ventas?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|correos?|mensajes?|publicidad|spam|comunicaciones|propaganda"
        r"|newsletters?|correítos?|correitos?|mailcitos?|recordatorios?|envíos|seguimientos?",
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
        r"|\b(?:unsubscri\w+|desuscri\w+|desapunt\w+|opt[ -]?out|cancelar (?:la |mi )?suscripción)\b",
        unless=r"(?:tasas?|índices?|porcentaje|clientes|usuarios|suscriptores)\b[^\n]{0,25}baja"
        r"|baja (?:médica|maternal|laboral|por (?:enfermedad|maternidad|paternidad))|de "
        r"baja (?:hasta|desde|por|en la empresa)|estoy de baja|está de baja|(?:dio|dado) "
        r"de baja (?:de|en) (?:la|nuestra|esta) empresa",
    ),
    _r(
        "optout.remove",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:quít|quit|elimín|elimin|bórr|borr|sáqu|saqu|sáca|saca|retír|retir|suprím|suprim"
        r"|tách|exclúy|remuév|olvíd|desuscríb|desuscrib|desapúnt|desapunt)(?:e|en|a|ad|á|ar"
        r"|i)?(?:me|nos)\b|\b(?:elimin|borr|quit|sac|saqu|suprim|retir|tach|exclu|remov|remuev"
        r"|elimín|bórr|quít|sáqu|dar de baja)(?:e|en|a|ad|á|ar|es|an|yan|ya|ir|er)?(?:lo|la|los"
        r"|las|me|nos)?\b (?:\w+ ){0,3}?(?:mi|mis|nuestr\w+|este|esta|el|la|los|estos|todos) "
        r"(?:\w+ )?(?:correo\w*|dirección\w*|datos|e-?mails?|mail|contacto\w*|nombre|casilla"
        r"|registro)\b|\b(?:elimin|borr|quit|sac|saqu|suprim|retir|tach|exclu|remov|remuev|elimín"
        r"|bórr|quít|sáqu|sal|salir|figurar|aparecer)\w*\b[^\n]{0,40}\b(?:de|en) (?:su|tu|la|sus"
        r"|esa|vuestra|cualquier|toda) (?:\w+ )?(?:lista\w*|bases?|fichero\w*|mailing|agenda"
        r"|registro\w*|sistema|listado\w*|directorio)\b|\b(?:pierd[aeo]n?|perdé|olvid(?:e|en|a|á"
        r"|ad)|tir(?:e|en)|romp(?:a|e|an)|quem(?:e|en))(?:se)? (?:de )?(?:mi|nuestr\w+|este|esta"
        r"|que existo) ?(?:correo|dirección|e-?mail|mail|contacto|número|datos|casilla)?\b"
        r"|\bolvíd\w+ de (?:mí|nosotros|mi|nuestr\w+|est[ea]|que exist\w+)\b",
        unless=r"se me (?:olvid|borr)\w+|de dónde|dónde|cómo (?:ha|han|has|sac|consig|obt)"
        r"|\bquién\b|de dudas|una duda|de un apuro|eliminaron mi puesto",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.93,
        r"\bno (?:me |nos |quiero |queremos |deseo |deseamos |vuelv\w+ a |quisiera |autorizo "
        r"|autorizamos |más |volver a |se )*(?:\w+ )?(?:escrib(?:a|an|as|ás|áis|ir|iera\w*)"
        r"|(?:contact|mand|molest|llam)(?:e|en|es|és|éis|ar|ara\w*)|env[ií](?:e|en|es|és|éis|ar"
        r"|ara\w*)|insist(?:a|an|as|ás|áis|ir)|recibir|ser contactad\w+|remit(?:a|an|ir)"
        r"|comuni(?:que|quen|car))(?:me|nos|los?|las?|les?|se)*\b[^\n]{0,30}?(?:\bmás\b|\bmas\b"
        r"|{mail}|\bnunca\b|\bde nuevo\b|\botra vez\b|[.!]|$)|\bno (?:me|nos) (?:escriben|mandan"
        r"|envían) más\b|\b(?:no más|ningún|ni un|basta de|ni un solo) (?:\w+ )?(?:{mail})\b",
        unless=r"\beste (?:mes|año|trimestre)\b|\besta semana\b|el que viene|"
        r"\bhasta\b|antes de|no dud\w+|\bsino\b|a mí,|(?:escriba|escríbale|escribile|hable"
        r"|llame|diríjase) (?:mejor )?(?:a|con) |no deseados|si no (?:le|te|les|os)|no "
        r"(?:he|hemos) recibido|no recib[ií]|me llamo|no (?:enviamos|escribimos|llamamos"
        r"|comunicamos|contactamos|mandamos|insistimos|comunico|recibo ventas)",
    ),
    _r(
        "optout.not_any_more",
        _I.UNSUBSCRIBE,
        0.9,
        r"\bya no (?:me |nos |quiero |deseo |queremos |deseamos |le |les )*(?:escrib\w+|mand\w+"
        r"|env[ií]\w+|recib\w+|llam(?:e|en|es)|contact(?:e|en|es|ar)|molest\w+|saber)\b|\b(?:nunca"
        r"|jamás) (?:más )?(?:me |nos |vuelv\w+ a )?(?:escrib\w+|mand\w+|env[ií]\w+|contact\w+"
        r"|molest\w+|llam\w+)\b|\bno (?:quiero|queremos|deseo|deseamos|me interesa|nos interesa"
        r"|quisiera) (?:saber|recibir|volver a (?:saber|recibir|leer)|oír"
        r"|leer)\b[^\n]{0,40}\b(?:más|nada|de ustedes|de usted|de vosotros|correos?|mensajes?"
        r"|publicidad|esto|este tipo|sus|nunca)\b|\b(?:ni un|ni una|ningún|ninguna|cero|ni medio"
        r"|sin más) (?:\w+ )?(?:correos?|mails?|e-?mails?|mensajes?|llamadas?|publicidad)(?: más| "
        r"de \w+)?\b|\bque (?:ya )?no (?:me|nos) (?:\w+ ){0,2}?(?:escrib\w+|mand\w+|env[ií]\w+"
        r"|contact\w+|molest\w+|llam\w+|lleg\w+|vuelv\w+)\b|\bque no (?:me |nos )?(?:vuelv\w+"
        r"|volvi\w+|siga\w*) (?:a )?(?:escrib|mand|envi|contact|molest|llam)\w+|\b(?:prefiero"
        r"|preferiría|preferimos|agradecer\w+|agradezco|agradecemos|ruego|rogamos|rogaría|pido"
        r"|pedimos|favor de|solicito|solicitamos|exijo|exigimos)\b[^\n]{0,30}\b(?:no (?:me |nos "
        r"|se )?(?:recib\w+|ser contact\w+|escrib\w+|insist\w+|mand\w+|env[ií]\w+|vuelv\w+"
        r"|contact\w+|molest\w+|llam\w+|seguir)|dej\w+ de|cesen?|se abst\w+|abstenerse"
        r"|abst[eé]n\w+)\b|\bevit(?:e|en|a|á|ad|ar)(?:me|nos|se)? (?:\w+ )?(?:escrib\w+|env\w+"
        r"|contact\w+|mand\w+|futur\w+|más|volver|est[eo]s)\b|\bahórr\w+ (?:\w+ )?(?:los|sus|estos"
        r"|tus|más) (?:correos?|mensajes?|mails?)\b|\bno más (?:correos?|mails?|mensajes?|por "
        r"favor|de esto)\b|\bno vuelv\w+ a (?:escrib|contact|mand|env|molest|llam)\w*",
        unless=r"\bhasta\b|antes de|no dud\w+|no (?:he|hemos) recibido|no recib[ií]\b|por ahora"
        r"|de momento|por el momento|ya no (?:recibo|recibe|recibimos) (?:\w+ )?(?:este"
        r"|esta|los|las) (?:área|cuenta)|ya no (?:me |nos )?encargo|sin más correos?,",
    ),
    _r(
        "optout.stop",
        _I.UNSUBSCRIBE,
        0.92,
        r"\b(?:deje|dejen|dejéis|ceséis|paréis|deja|dejá|dejad|dejar|dejara|dejaran|dejase|dejasen"
        r"|dejes|pare|paren|para|pará|parad|parar|cese|cesen|cesad|cesar) (?:ya |por favor |de "
        r"una vez |de inmediato )*(?:de|en) (?:una vez de |estar |seguir )?(?:\w*escrib\w+"
        r"|\w*mand\w+|\w*envi\w+|\w*molest\w+|\w*contact\w+|\w*llam\w+|\w*insist\w+|\w*joder\w*"
        r"|\w*moler|\w*romper\w*|\w*hinchar\w*|\w*chingar\w*|\w*fastidiar\w*|\w*acos\w+"
        r"|\w*bombarde\w+|\w*spam\w*|\w*inclu\w+|\w*agreg\w+|\w*mete\w+|\w*copia\w+|sus|el envío"
        r"|los envíos|hacer(?:me|nos)?|perseguir\w*|inundar\w*)|\b(?:ces(?:e|en|ar|éis|ad)) "
        r"(?:\w+ )?(?:todo |cualquier |el |los |sus )?(?:contacto|envíos?|comunicación\w*|correos?"
        r"|mensajes?)\b|\b(?:absténga\w*|abstengan\w*|abstenerse|abstente) de\b|\bbasta (?:ya"
        r"|de)\b|^ ?basta\b[.! ]|\bya basta\b|\bdéj\w+ (?:ya )?(?:en paz|tranquil[oa]s?|de "
        r"(?:escrib|mand|env|molest)\w+)|\bdej(?:a|á|ame|anos|enme|ennos|adme|adnos|ame) (?:\w+ "
        r")?(?:en paz|tranquil[oa]s?)\b|\bhart[oa]s? de\b|\b(?:última (?:advertencia)|último "
        r"(?:aviso))\b|\b(?:ya )?(?:córtenla|cortala|córtala|córtela|la corten|párenle|párele"
        r"|parale|párale|bájenle|pará la mano|paren la mano|ya estuvo (?:bueno|suave|bien)|ahí "
        r"muere|hasta aquí llegamos|se acabó)\b|\bpar(?:en|e|á|a)[.! ]*(?:por favor)?[.! ]*$"
        r"|\b(?:deje|dejen) de (?:escrib|mand|env)\w+",
        unless=r"\bdejemos\b|\bhablemos\b|"
        r"para en (?:enero|febrero|marzo)|dej[óo] de (?:trabaj|labor|pertenec|ser|form)\w+"
        r"|harto de (?:no|buscar|perder)|^ ?para (?:el|la|más|mayor|saber|hablar|contactar"
        r"|llamar|escribir)",
    ),
    _r(
        "optout.rude",
        _I.UNSUBSCRIBE,
        0.87,
        r"\bno (?:me |nos )?(?:jod\w+|ching\w+|rompa?[sn]?|rompás|hinch\w+|fastidi\w+|moleste[ns]?"
        r"|molestés|den la lata|dé la lata|sean? pesad\w+)\b|\b(?:me|nos) (?:tienen|tiene|tenés"
        r"|tienes|tenéis) (?:\w+ )?(?:hart[oa]s?|podrid[oa]s?|cansad[oa]s?|hasta (?:la|las|los|el"
        r"|arriba)|frit[oa]s?|llen[oa]s?)\b|\b(?:hasta (?:la coronilla|las narices|los huevos|los "
        r"cojones|la madre|el gorro|el moño|los ovarios))\b[^\n]{0,30}|\b(?:vay\w+|vete|váya\w+"
        r"|ándate|andate|anda|vayan|que se vay\w+) (?:se )?(?:a (?:molestar|freír|la mierda|tomar "
        r"por|fastidiar|dar la lata|la porra|paseo|cagar|la chingada)|al (?:diablo|carajo|cuerno)"
        r"|y molest\w+)|\b(?:molest\w+|fastidi\w+|escríb\w+) a (?:otr[oa]s?|su (?:madre|abuela))\b"
        r"|\bqué pesad[oa]s?\b|\bpesad[oa]s?[.! ]*$|\bpiérd(?:ete|anse|ase)\b|\bperdete\b",
        unless=r"hart[oa] de (?:perder|buscar|no)|no (?:se )?moleste (?:en|si)|no molesto|con el "
        r"(?:trabajo|proveedor)|hasta arriba de",
    ),
    _r(
        "optout.blocked",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:bloque\w+|report\w+|marc\w+|denunci\w+)\b[^\n]{0,40}\b(?:spam|correo no deseado|su "
        r"(?:correo|dirección|dominio|cuenta)|tu (?:correo|dirección|dominio|cuenta)|remitente"
        r"|este correo|esta dirección|a ustedes|por acoso|ante|aepd|profeco|agencia|a la)\b"
        r"|\b(?:lo|los|te|le|les|la) (?:voy a |vamos a |he |hemos |tengo )?(?:bloque\w+|report\w+"
        r"|denunci\w+)\b|\b(?:bloque(?:o|aré|aremos|ado|ada)|denunciar(?:é|emos|los|le|te)"
        r"|denuncio)\b|\blista negra\b",
        unless=r"bloquead\w+ (?:hasta|por|en|el presupuesto|con)|presupuesto|report\w+ (?:a la "
        r"dirección|al|directamente|a mi|a nuestr\w+)|le reporto|bloquead\w+ (?:las|la) "
        r"(?:fecha|agenda)|filtro|se bloque\w+",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:acciones legales|medidas legales|vía legal|vías legales|habeas data|derecho (?:de"
        r"|a la|al) (?:supresión|oposición|olvido|cancelación)|derechos arco|me opongo|nos "
        r"oponemos|no solicitad\w+|acoso|profeco|sernac|no llame|registro público)\b|\b(?:mi|mis"
        r"|nuestr\w+|un|una|el|al|con) abogad[oa]s?\b[^\n]{0,50}|\b(?:sin|nunca|jamás"
        r"|no)\b[^\n]{0,30}\b(?:consentimiento|autorizaci\w+|autoric\w+|autorizad\w+|autorizo"
        r"|autorizamos|permiso|he dado|dimos|di)\b[^\n]{0,40}(?:\b(?:datos|correo\w*|contact\w+"
        r"|escrib\w+|publicidad|comunicaci\w+|recib\w+|env\w+|us\w+|dirección|mail|nadie|ustedes"
        r"|para)\b|[.!]|$)|\b(?:rgpd|lopd\w*|lssi\w*|gdpr|aepd|protección de datos|datos "
        r"personales|ley 25\.?326|ley 1581|artículo (?:17|21|15))\b[^\n]{0,70}\b(?:denunci\w+"
        r"|elimin\w+|suprim\w+|cancel\w+|oposición|oponer\w*|multa\w*|sanción\w*|infring\w+"
        r"|infracción|ilegal\w*|viol\w+|incumpl\w+|prohíb\w+|vulner\w+|reclamación|baja|exij\w+"
        r"|cese\w*)\b|\b(?:denunci\w+|elimin\w+|suprim\w+|cancel\w+|multa\w*|sanción\w*|infring\w+"
        r"|infracción|ilegal\w*|viol\w+|incumpl\w+|vulner\w+|reclamación|conforme|en virtud|al "
        r"amparo|reclamar\w*)\b[^\n]{0,70}\b(?:rgpd|lopd\w*|lssi\w*|gdpr|aepd|protección de datos"
        r"|datos personales|ley)\b|\b(?:los|le|les|te) (?:voy a |vamos a )?(?:demand(?:o|aré"
        r"|aremos|ar))\b",
        unless=r"abogad\w+ no (?:sabe|conoce|lleva|entiende)|"
        r"soy abogad|despacho de abogad|bufete|no tengo (?:la )?autori\w+|no estoy "
        r"autorizad|sin permiso de mi|no (?:he|hemos) dado con|abogad\w+ (?:lleva|gestiona"
        r"|de la empresa)|por protección de datos no|no puedo",
    ),
    _r(
        "optout.law_word",
        _I.UNSUBSCRIBE,
        0.4,
        r"\b(?:rgpd|lopd\w*|lssi\w*|gdpr|aepd|protección de datos|datos personales|abogad[oa]s?"
        r"|consentimiento|autoriz(?:o|amos|ado|ación|ación)|spam|acoso)\b",
        unless=r"(?:en|carpeta|bandeja|llegó|llegado|entró|fue|filtro)[^\n]{0,15}(?:de )?spam|soy "
        r"abogad|despacho de abogad|por protección de datos no",
    ),
    _r(
        "optout.way_out",
        _I.UNSUBSCRIBE,
        0.9,
        r"\bcómo (?:me |nos |hago |puedo |podemos |hacemos |se |le hago )*(?:para )?(?:salgo"
        r"|salirme|salir de|salimos|borro|borrarme|cancelo|cancelar|quito|quitarme|paro|parar"
        r"|dejo de|dejar de|deja de|no recibir|doy de baja|darme de baja|que (?:pare|dejen|no)"
        r"|desinscrib\w+)\b|\b(?:enlace|botón|link|forma|manera|opción) (?:\w+ )?(?:para|de) "
        r"(?:darme|darse|dejar|salir|borrarme|cancelar|no recibir)\b",
    ),
    _r(
        "optout.take_me_out",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:me|nos) (?:saquen?|saques|saqués|borren?|borres|quiten?|quites|eliminen?|elimines"
        r"|retiren?|retires|excluyan?|den de baja|dé de baja|des de baja|desapunten?)\b"
        r"|\b(?:borrar|sacar|quitar|eliminar|retirar|excluir|desapuntar|desuscribir)(?:me"
        r"|nos)\b(?! (?:de dudas|una duda|el|la|los|un|una)\b)|\b(?:dejar|dejo|dejara|dejáramos"
        r"|dejemos) de recibir\b|\b(?:fuera|afuera) de (?:su|sus|tu|tus|vuestr\w+) (?:lista\w*"
        r"|envíos|base\w*|correos?|campañas?)\b|\b(?:saqu|sac|sáqu|quit|quít|retir|borr"
        r"|elimin)\w* (?:\w+ ){0,3}?de (?:su|sus|tu|tus|vuestr\w+|estos) (?:envíos|correos"
        r"|campañas?|mails|contactos|comunicaciones)\b",
        unless=r"quiten? (?:el|la) (?:sueño|tiempo)|me saqué|me quité|me borraron|dejo de recibir "
        r"(?:pedidos|clientes)",
    ),
    _r(
        "optout.told_before",
        _I.UNSUBSCRIBE,
        0.74,
        r"\bya (?:les?|te|os|se lo|se los) (?:\w+ )?(?:dije|dijimos|he dicho|hemos dicho|pedí"
        r"|pedimos|he pedido|escribí|respondí|contesté|había dicho|avisé|comuniqu\w+)\b"
        r"|\b(?:cuántas veces|por (?:segunda|tercera|enésima|última) vez|qué parte de)\b|\b(?:que "
        r"sea|es|será|sea) la última(?: vez)?\b|\búltim[oa] (?:correo|mensaje|mail"
        r"|vez)\b[^\n]{0,25}\b(?:escrib\w+|mand\w+|env\w+|que me|que nos|por favor)\b",
        unless=r"ya (?:le|te) dije a|la última vez que (?:hablamos|nos|estuv)",
    ),
    _r(
        "optout.my_mailbox",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:no|ni|nunca|dejen? de|evit\w+) (?:\w+ )?(?:utili[cz]\w+|us(?:en?|ar|es|és|e)"
        r"|ocup(?:en?|ar)) (?:\w+ )?(?:este|esta|mi|nuestr\w+) (?:correo|dirección|mail|e-?mail"
        r"|casilla|buzón|cuenta)\b|\b(?:correo|dirección|casilla|buzón|bandeja"
        r"|cuenta)\b[^\n]{0,20}\bno (?:es|está|admite|acepta|se usa)\b[^\n]{0,40}\b(?:publicidad"
        r"|comercial\w*|ventas|tablón|basur\w+|propaganda|spam|eso|anunci\w+)\b"
        r"|\babst[eé]n\w*(?:se|te)\b|\b(?:afloj(?:á|a|e|en)|bájal\w+|baj(?:á|e)le|cort(?:á|e|en)la"
        r"|par(?:á|e)la|ya bast\w+|ya chole|ya déj\w+|ya no insist\w+|no insist\w+)\b|\bno "
        r"(?:quiero|queremos|deseo|deseamos) (?:volver a )?(?:ver|saber|leer|oír)\w* (?:\w+ "
        r"){0,2}?(?:de ustedes|de usted|de ti|de vos|más|nada|su nombre|sus)\b",
        unless=r"no insistí|no insistimos|en la basura por error",
    ),
    _r(
        "optout.next_time",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:la próxima|el próximo|al próximo|otro (?:correo|mail|mensaje)|un (?:correo|mail"
        r"|mensaje) más|uno más|si (?:me |nos )?(?:vuelv\w+|insist\w+|sigue\w*"
        r"|continú\w+))[^\n]{0,60}\b(?:denunci\w+|report\w+|abogad\w+|bloque\w+|spam|legal\w*"
        r"|demand\w+|policía|aepd|profeco)\b",
    ),
    _r(
        "optout.to_the_bin",
        _I.UNSUBSCRIBE,
        0.66,
        r"\b(?:van|va|irán|irá|terminan?|acaban?|directo) (?:\w+ )?(?:a|en) la (?:basura"
        r"|papelera)\b",
        unless=r"\bpero\b|normalmente|suele|casi|habitual",
    ),
    _r(
        "optout.annoyed",
        _I.UNSUBSCRIBE,
        0.72,
        r"\b(?:me|nos) (?:cansé|cansaron|cansan|cansamos|aburr\w+|fastidi\w+|molest\w+|tienen "
        r"cansad\w+|sac\w+ de quicio)\b[^\n]{0,30}\b(?:de|sus|tus|correos?|mensajes?|mails?|tanto"
        r"|con)\b|\bcansad[oa]s? de\b[^\n]{0,20}\b(?:correos?|mensajes?|mails?|ustedes|spam"
        r"|publicidad|recib\w+)\b|\b(?:tercer|cuarto|quinto|sexto|décimo|enésimo) (?:correo"
        r"|mensaje|mail)\b|\b(?:qué fastidio|qué insistencia|qué molestia)\b",
        unless=r"no (?:me|nos) molest\w+",
    ),
    _r(
        "optout.neither",
        _I.UNSUBSCRIBE,
        0.88,
        r"\bni (?:\w+ )?(?:{mail}|llamadas?),? ni\b|\b(?:quiero|quisiera|deseo|solicito|pido) "
        r"(?:\w+ )?ser (?:eliminad|borrad|retirad|excluid|sacad|quitad)[oa]\b",
        unless=r"recibí|he recibido",
    ),
)

_REFERRAL = (
    _r(
        "referral.contact",
        _I.REFERRAL,
        0.66,
        r"\b(?:contact[ae]\w*|escrib[aei]\w*|escríb\w+|habl[ae]\w*|háb\w+|pregunt[ae]\w*|pregúnt\w+"
        r"|dirij\w+|diríj\w+|llam[ae](?!da)\w*|llám\w+|consult[ae]\w*|pón\w+ en contacto|póng\w+ en"
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
    _r(
        "referral.voseo",
        _I.REFERRAL,
        0.66,
        r"\b(?:escribile|hablale|preguntale|llamalo|llamala|contactalo|contactala|escribiles|hablá"
        r"|preguntá|consultá|escribí|márquele|búsquelo|búscalo|buscalo|escríbele|escríbale|háblale"
        r"|háblele|llámelo|llámala|pregúntale|pregúntele|coméntaselo|coméntelo|véalo|velo|vea"
        r"|tr[aá]t[ae]lo) (?:\w+ ){0,2}?(?:a|al|con|por)\b|\b(?:es (?:cosa|tema|asunto|terreno"
        r"|responsabilidad|competencia|negociado) de|depende de|corresponde a|compete a|recae en"
        r"|está a cargo de|a cargo de|queda en manos de|lo maneja|lo ve|lo lleva|la lleva|lo "
        r"decide|lo trabaja|las lleva)\b (?!mí\b|usted\b|mi\b(?! (?:compañer|jef|soci|herman|coleg"
        r"|hij|espos|marid|mujer)))",
        unless=r"\b(?:yo|no|nadie|nos)\b|¿",
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
        r"|encargamos|llevamos)\b|\bsoy (?:\w+ ){0,3}?(?:responsable|encargad[oa]|director\w* "
        r"(?:comercial|general)|gerente|dueñ[oa]|propietari[oa]|jef[ea]|la persona|el indicado|la "
        r"indicada|quien (?:lleva|se encarga|gestiona|decide))\b|\b(?:ventas|comercial|eso"
        r"|todo)\b[^\n]{0,25}\b(?:llevo yo|yo mism[oa]|me encargo|es cosa mía|depende de mí|pasa "
        r"por mí|soy yo)\b|\b(?:ha dado|has dado|dio|da) con (?:la persona|quien)|\bha(?:s)? "
        r"acertado\b|\bsoy yo\b|\bsoy la persona\b|\best[áa](?: usted)? hablando con (?:la|el"
        r"|quien|ella|él)\b",
        unless=r"\bs[oó]lo (?:manejo|llevo|hago|me encargo)|solamente|nomás|únicamente|ensalada"
        r"|carbón|\bno\b|solo llevo|sólo llevo|almac|administra|contab|logíst|ya no",
    ),
    _r(
        "right.mine",
        _I.RIGHT_PERSON,
        0.87,
        r"\b(?:a|está a|tengo a|lo tengo a|bajo|es|son|está bajo) mi (?:cargo|responsabilidad"
        r"|mando|área|terreno|departamento|negociado|competencia|tarea|trabajo|función|chamba"
        r"|pega)\b|\b(?:recae|recaen|depende|dependen|descansa) (?:\w+ )?(?:en|de|sobre) mí\b"
        r"|\bpor mis manos\b|\bme (?:compete|corresponde|concierne)\b|\bcorre por mi cuenta\b"
        r"|\b(?:es|soy) el mío\b|\b(?:ese|esa|el mismo|la misma|esa persona|ese nombre|el indicado"
        r"|la indicada) (?:soy|es) (?:yo|el mío|un servidor|una servidora)\b|\bsoy (?:yo )?(?:el "
        r"mismo|la misma|el que|la que|quien|el mero|la mera|el único|la única|autónom[oa]"
        r"|unipersonal)\b|\b(?:el mismo|la misma) que viste y calza\b|\bun servidor\b|\buna "
        r"servidora\b|\b(?:yo|acá|aquí) (?:\w+ ){0,2}?(?:decido|hago todo|lo hago todo|hago de "
        r"todo|me encargo|corto el bacalao|llevo todo|manejo|veo eso|veo esos temas|atiendo)\b"
        r"|\b(?:lo|las|la|eso|eso lo|todo|de eso) (?:decido|veo|atiendo|hago|negocio|llevo|manejo"
        r"|gestiono|resuelvo|firmo) (?:yo|personalmente|directamente)\b|\b(?:de eso|de ello|de "
        r"ese tema|de eso) me (?:encargo|ocupo)\b|\b(?:dio|ha dado|diste|has dado) (?:en el "
        r"(?:clavo|blanco)|conmigo|con la indicada|con el indicado)\b|\b(?:puerta|persona"
        r"|dirección) (?:correcta|adecuada|indicada)\b[^\n]{0,20}(?:[.!]|$)|\b(?:hablando|tratando"
        r"|escribiendo) (?:ya )?con (?:ella|él|la persona|el indicado|quien)\b",
        unless=r"\bs[oó]lo (?:manejo|llevo|hago|me encargo)|solamente|nomás|únicamente|ensalada"
        r"|carbón|\bno\b|\bni\b|ya no|hasta (?:enero|febrero|marzo|abril|mayo|junio|julio"
        r"|agosto|septiembre|octubre|noviembre|diciembre)|almac|contab|logíst|indíqu|a "
        r"quién|quién es",
    ),
    _r(
        "right.guessed",
        _I.RIGHT_PERSON,
        0.84,
        r"\b(?:adivin\w+|acert\w+|le at[ií]n\w+|bien visto|bien supuesto|supone bien|suponés bien"
        r"|supones bien|en el blanco)\b|^ ?(?:bingo|exacto|correcto|así es)\b",
        unless=r"\bno\b|acertij",
    ),
    _r(
        "right.the_boss",
        _I.RIGHT_PERSON,
        0.8,
        r"\b(?:habla|hablas|hablás|le (?:escribe|habla|contesta|responde)|está (?:escribiendo"
        r"|hablando)) (?:\w+ )?(?:con |a )?(?:el|la|al) (?:dueñ[oa]|jef[ea]|gerente|director\w*"
        r"|propietari[oa]|patr[oó]n\w*)\b",
        unless=r"\b(?:no|mejor|quiere|puede)\b",
    ),
    _r(
        "right.nobody_else",
        _I.RIGHT_PERSON,
        0.82,
        r"\bnadie (?:más|mas) que yo\b|\b(?:sólo|solo|únicamente) yo (?:decido|llevo|me encargo"
        r"|veo)\b|\bningún otro más que yo\b",
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
        unless=r"\b(?:el|la) que (?:viene|entra)\b|"
        r"hasta (?:fin\w*|mediados|que|el)\b|\bdespués (?:lo|le|te)\b|"
        r"hablamos de\b|\b(?:luego|después|cuando) |interes\w*,? (?:pero|aunque|mas)|en "
        r"(?:{month})|el año que viene|pasad\w+ (?:las|los)|ya nada|ya no|cuando (?:pase"
        r"|acabe|termine|volvamos)|\bno\b|cuando (?:acabe|termine|vuelva)|\bhasta\b"
        r"|\bfuera\b|de vacaciones",
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
        r"|cuénte\w+|cuénta\w+|(?<!más )adelante|dígame (?:más|cuándo|qué día)|dime más|decime más"
        r"|contame|contáme|quiero saber más|saber más|más (?:información|detalles)|me viene bien"
        r"|nos viene (?:bien|de perlas)|buen momento|estamos buscando|justo (?:estamos|lo)|por "
        r"qué no|claro que sí|le escucho|soy todo oídos|lo (?:miro|miramos|vemos|estudiamos"
        r"|revisamos))\b",
        unless=r"hasta (?:fin\w*|mediados|que|el)\b|\bdespués (?:lo|le|te)\b|"
        r"interes\w*,? (?:pero|aunque|mas)|en (?:{month})|el año que viene|pasad\w+ (?:las"
        r"|los)|ya nada|ya no|cuando (?:pase|acabe|termine|volvamos)|\bno\b(?! dud)|\bsi "
        r"(?:le|te|les) interesa|en caso|ningún",
    ),
    _r(
        "interest.time",
        _I.INTERESTED,
        0.76,
        r"\b(?:{weekday}|mañana|semana que viene|próxima semana)\b[^\n]{0,40}\b(?:a las? \d|por la"
        r" (?:mañana|tarde)|me (?:va|viene)|puedo|podemos|estoy|libre|\d{1,2}:\d\d)\b",
        unless=r"\bno\b|vuelvo|vacaciones|fuera|hasta|regres",
    ),
    _r(
        "interest.come_on",
        _I.INTERESTED,
        0.83,
        r"^ ?(?:hola|buenas|sí|si|ok|pues|uy|ah)?[,.! ]*(?:dale|va|órale|vale|venga|listo|de una"
        r"|perfecto|encantad[oa]s?|con (?:mucho )?gusto|claro(?: que sí)?|por supuesto|me sirve"
        r"|me late|adelante|bueno|cómo no|me apunto)\b(?:[,.! ]*(?:mándel\w+|mand\w+|env[ií]\w+"
        r"|cuent\w+|cuéntem\w+|hablemos|hablamos|agend\w+|me interesa|veámos\w+|pás\w+|escríb\w+"
        r"|charl\w+|cuándo|[^\n]{0,30}$))|\b(?:agend(?:á|a|e|emos|amos|ar)|reserv(?:á|a|e|emos)"
        r"|apart(?:e|a|á)|elij(?:a|an)|elegí|elige|escoj\w+) (?:\w+ ){0,3}?(?:hueco|cita|hora"
        r"|horario|reunión|llamada|espacio|donde|cuando|día|turno|lugar)\b|\b(?:mi|nuestro) "
        r"(?:agenda|calendario|calendly|enlace de)\b|\b(?:platic|convers|charl|junt|reun|hable"
        r"|ve[aá])(?:emos|amos|ar|árnos|ámonos|émonos|arnos|irnos|mos|monos)\b|\b(?:juntémonos"
        r"|juntarnos|veámonos|reunirnos|un café|una videollamada|una llamada|un zoom|un "
        r"meet)\b[^\n]{0,40}(?:\?|\b(?:semana|lunes|martes|miércoles|jueves|viernes|cuando|mañana"
        r"|tarde|hora|parece)\b)|\bte (?:va|viene|queda|sirve|parece) (?:bien"
        r"|mejor)\b[^\n]{0,25}\?|\b(?:le|les|te|os) (?:va|viene|queda|parece|acomoda) (?:bien "
        r")?(?:el|la|a|este|mañana|si)\b|\b{weekday} a las? \d|\b(?:pas(?:á|e|en|a|ate|ese|e "
        r"usted)|vení|venga|vengan|ven|dese una vuelta|date una vuelta|caé) (?:\w+ ){0,2}?(?:por "
        r"(?:la|el|mi|nuestr\w+) (?:oficina|taller|tienda|local|despacho|planta|fábrica|bodega"
        r"|finca|negocio)|por (?:acá|aquí)|cuando (?:quier\w+|gust\w+)|a (?:la|tomar|ver\w+))"
        r"|\b(?:mánd|mand|env|pás|pas|hág)\w*(?:melo|melos|mela|melas|noslo|noslos|lo|la)\b(?! "
        r"a\b)|\b(?:cotización|cotizar|cotízame|cotíceme|demo|muestra"
        r"|dossier)\b[^\n]{0,30}(?:\b(?:por favor|me|nos|enviar|mandar)\b|$|[.!])|\b(?:me|nos) "
        r"(?:interesaría|encantaría|gustaría (?:\w+ ){0,2}?(?:saber|conocer|ver|hablar|escuchar"
        r"|recibir))\b|\bsoy todo oídos\b|\b(?:nos hace falta|necesitamos|andamos buscando"
        r"|buscamos|ando buscando|nos urge\w*|urge)\b[^\n]{0,25}\b(?:clientes|justo|alguien|ventas"
        r"|urgente\w*|ayuda|precisamente|mercado\w*)\b|\bcaen? (?:del cielo|como anillo|de perlas"
        r"|perfecto)\b|\b(?:en|muy) buen momento\b|\bqué casualidad\b",
        unless=r"hasta (?:fin\w*|mediados|que|el)\b|\bdespués (?:lo|le|te)\b|"
        r"\bno\b(?! dud)|\bni\b|más adelante|después de (?:navidad|año|semana santa|las "
        r"fiestas|vacaciones|enero|febrero|marzo)|en (?:{month})|cuando (?:acabe|termine"
        r"|pase|vuelva)|el año que viene|próximo año|\bhasta\b|de baja|paz|reenv\w+|vale "
        r"la pena|va a (?:denunciar|tener)|venga ya",
    ),
    _r(
        "interest.do_call",
        _I.INTERESTED,
        0.85,
        r"\bno dud\w+ en (?:llamar|escribir|contactar|marcar|venir|insistir|pasar)\w*(?:me"
        r"|nos)?\b(?! a (?:mi|la|el|nuestr\w+))|\bsi no (?:le|te|les|os)? ?(?:contest"
        r"|respond)\w+\b[^\n]{0,40}\b(?:insist|llám|llam|escríb|escrib|recuérd|vuelv|márqu)\w+"
        r"|\b(?:mánd|mand|envíe|envíem|pás)\w*(?:me|nos)\b[^\n]{0,30}\b(?:información|info"
        r"|propuesta|más|detalles|catálogo|precios|tarifas)\b",
        unless=r"no (?:me |nos )?(?:mand|envíe)\w+|urgencia|en mi ausencia",
    ),
    _r(
        "interest.why_not",
        _I.INTERESTED,
        0.8,
        r"\bno (?:digo que no|estaría mal|me parece mal|suena mal|me desagrada|lo descarto)\b"
        r"|\b(?:hága|haga|haz|hace|háza|haceme|hacenos|hágan)\w* ?(?:me|nos)?\b (?:una|un) "
        r"(?:oferta|propuesta|presupuesto|cotización|demostración)\b|\b(?:de acuerdo|está bien"
        r"|bueno),? (?:\w+ ){0,2}?(?:hablemos|hablamos|mándem\w+|envíem\w+|cuénteme|veámoslo"
        r"|minutos)\b",
        unless=r"más adelante|después|el año que viene",
    ),
    _r(
        "interest.next_step",
        _I.INTERESTED,
        0.8,
        r"\b(?:siguientes? pasos?|próximos? pasos?|cómo (?:seguimos|procedemos|avanzamos|lo "
        r"hacemos|nos organizamos))\b",
        unless=r"\bno\b",
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
        r"\b(?:de dónde|dónde|cómo|quién)\b[^\n]{0,25}\b(?:sacad\w+|sac[óo]|sacaste|sacaron|sacás"
        r"|sacas|consigu\w+|llegó|llegaron|obtenid\w+|obtuv\w+|conseguid\w+|consigui\w+|ha dado"
        r"|dio|tiene\w*|encontr\w+|hallad\w+)\b[^\n]{0,30}\b(?:dirección|correo|contacto|datos"
        r"|email|mail|número|nombre)\b",
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
    _r(
        "question.need_to_know",
        _I.QUESTION,
        0.85,
        r"\b(?:necesit(?:o|amos|aría|aríamos)|quisiera|quisiéramos|me gustaría|nos gustaría|quiero"
        r"|querría|querríamos|desearía|convendría) (?:\w+ )?(?:saber|conocer|entender|aclarar|que "
        r"me (?:aclar|explic|dig|indi)\w+)(?: (?:antes|primero|exactamente|mejor|bien))*[: "
        r"]+(?:quién|qué|cuál|para qué|por qué|de qué|de dónde|cómo|cuánto|a qué|con qué|el motivo"
        r"|el objeto|la razón|\d|su|si|en qué|sobre)|\bantes de (?:responder|contestar|pasar"
        r"|derivar|facilitar|dar|decir|seguir|nada|trasladar|remitir)\w*\b[^\n]{0,50}\b(?:saber"
        r"|diga|indi\w+|acla\w+|explic\w+|necesit\w+|concret\w+|quién|qué|podría|puede)\b|\bno "
        r"(?:me queda claro|termino de entender|acabo de entender|entiendo|entendí|comprendo"
        r"|capto) (?:\w+ )?(?:qué|que|bien|muy bien|a qué|de qué|su|tu|el|la|para|mucho|lo)?\b"
        r"|\b(?:explíqu|expliqu|explíc|aclár|aclare|acláre|especifiqu|especifíqu|concrét|concret"
        r"|detáll|detalle)\w*\b[^\n]{0,40}\b(?:qué|que|de qué|su|mejor|poco más|motivo|propuesta"
        r"|un poco|consulta|para qué|objeto)\b|\bcon quién tengo el gusto\b|\bde parte "
        r"de\b[^\n]{0,10}\?|\b(?:cuánto|cuanto) (?:sale|cobr\w+|me sale|cuesta|vale|sería|es|piden"
        r"|costaría)\b|\bqué (?:vendés|vendes|hacés|haces|ofrecés|ofreces|querés|onda|me ofrec\w+"
        r"|nos ofrec\w+|sería|productos?|clase|hacen|es esto)\b|\b(?:sos|eres|es usted|es esto"
        r"|esto es|son) (?:un|una) (?:bot|robot|estafa|spam|broma|persona|máquina|publicidad"
        r"|encuesta)\b|\by (?:usted|vos|tú|ustedes),? (?:quién|quiénes)\b|\bquién(?:es)? (?:sos"
        r"|eres|es|son)\b[^\n]{0,10}\?|\b(?:nos conocemos|a qué viene|a santo de qué|con qué "
        r"objetivo|a qué debo)\b",
        unless=r"no entiendo (?:de|nada de|ni de) (?:eso|ventas)|quién (?:lleva|se encarga)|para que no",
    ),
    _r(
        "question.verb_first",
        _I.QUESTION,
        0.62,
        r"(?:^| )(?:ofrecen|ofrece|venden|vende|trabajan|trabaja|tienen|tiene|son|es|hay|funciona"
        r"|incluye|cobran|hacen|atienden|están|está|pueden|puede|cuentan|se trata|esto es|sirve"
        r"|integra|operan|cubren|llegan|existe) [^\n?]{3,120}\?",
        unless=r"{weekday}|llam|cuándo|mañana|reuni|café|hablamos|agenda|podemos|parece bien"
        r"|dejar de|mandar|enviar|pasar|catálogo|dossier",
    ),
    _r(
        "question.either_or",
        _I.QUESTION,
        0.64,
        r"[^\n]{3,80}\bo (?:bien |es |de |del |un |una |para |sobre |si |más bien )[^\n]{2,60}\?",
        unless=r"{weekday}|mañana|tarde|llamada|hora|reuni",
    ),
    _r(
        "question.tell_me_first",
        _I.QUESTION,
        0.83,
        r"\b(?:dígame|dime|decime|díganos|indíqueme|explíqueme|cuénteme) (?:\w+ ){0,2}?(?:quién"
        r"|qué (?:ofrec|vend|quier|hac|necesit|empresa|prod)\w*|para qué|por qué|de dónde|de parte"
        r"|cómo consigu\w*|a nombre)\b|\b(?:en nombre|de parte|por cuenta) de quién\b",
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
        unless=r"no vuelv|dejen? de|mañana|de las \d|a las \d",
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
    _r(
        "later.when",
        _I.NOT_NOW,
        0.84,
        r"\b(?:ahorita|por el momento|de momento|por ahora|por lo pronto|hoy por hoy|este año"
        r"|este mes|este trimestre|justo ahora|en estos momentos|a estas alturas) (?:\w+ "
        r"){0,2}?(?:no|imposible|estamos|andamos|estoy|ando|tenemos|tengo|es imposible|nos)\b"
        r"|\b(?:a tope|hasta el (?:cuello|tope|gorro)|hasta las manos|hasta arriba|de locos"
        r"|desbordad\w+|tapad[oa]s? de|sin un minuto|con el agua al cuello|apagando fuegos|a las "
        r"corridas|de cabeza)\b|\b(?:en plen[oa]|en medio de|metid[oa]s? en|andamos en|estamos "
        r"en) (?:\w+ ){0,2}?(?:mudanza|cosecha|vendimia|zafra|campaña|inventario|auditoría|cierre"
        r"|balance|fusión|obras|reforma|temporada|reestructuración|migración|feria|implantación"
        r"|mudándonos|presupuestos)\b|\bcuando (?:pase|pasen|termine|terminemos|acabe|acabemos"
        r"|cerremos|arranque|arranquemos|estemos|tengamos|tenga|volvamos|vuelva|abramos|firmemos"
        r"|se calme|baje|nos mudemos|reabramos|empiece|haya|hayamos)\b|\b(?:pasando|pasad[oa]s?"
        r"|después de|luego de|tras) (?:el |la |los |las )?(?:{season}|{month}|mudanza|cosecha"
        r"|vendimia|auditoría|cierre|balance|puente|elecciones|temporada)\b|\b(?:retom\w+|búsqu\w+"
        r"|busc\w+|escríb\w+|escrib\w+|contáct\w+|llám\w+|llam\w+|vuelv\w+|volv\w+|insist\w+"
        r"|avís\w+|hablamos|lo vemos|lo hablamos|lo dejamos|dejémoslo|quedamos|toqu\w+|recuérd\w+"
        r"|recordam\w+) (?:\w+ ){0,4}?(?:para|en|hasta|a partir|allá|por|pasad\w+|después|luego|el"
        r"|la) (?:\w+ ){0,2}?(?:{month}|{season}|año|mes|trimestre|próxim\w+|siguiente|nuevo)\b"
        r"|\b(?:demasiado pronto|muy pronto|es pronto|no antes de|hasta nuevo aviso|en stand ?by"
        r"|en pausa|para más adelante|más adelante|otro momento|queda pendiente|lo aplazamos"
        r"|pospon\w+|posterg\w+|congelad\w+)\b",
        unless=r"no (?:me |nos )?interesa|nunca|mañana|vuelvo (?:el|a la)|de vacaciones|ya no|de "
        r"las \d|este (?:año|mes) (?:estamos buscando|queremos)",
    ),
    _r(
        "later.as_long_as",
        _I.NOT_NOW,
        0.82,
        r"\b(?:mientras no|hasta que no|en tanto no)\b[^\n]{0,60}|\b(?:déj|dej)\w*(?:me|nos|anos"
        r"|ame|adme|en) (?:que )?(?:pasar|pasen?|terminar|acabar|cerrar|salir|termine\w*"
        r"|acabe\w*)\b|\b(?:luego|después|más tarde|ya) (?:vemos|hablamos|veremos|platicamos|se "
        r"verá|te digo|le digo|le aviso|te aviso|os digo|les aviso)\b|\b(?:yo|nosotros|ya) (?:le"
        r"|te|les|os) (?:aviso|avisamos|aviso yo|llamo|llamamos|escribo|busco|contacto|avisaré)\b"
        r"|\b(?:tapad[oa]s?|hundid[oa]s?|ahogad[oa]s?|enterrad[oa]s?|colapsad[oa]s?) (?:con|de|en"
        r"|por|hasta)\b|\bme escrib\w+\b[^\n]{0,30}\b(?:en|después|luego|cuando)\b|\bya nada más\b",
        unless=r"mañana|paso (?:el|su)|nunca",
    ),
    _r(
        "later.in_a_while",
        _I.NOT_NOW,
        0.8,
        r"\b(?:en|dentro de) (?:un|una|dos|tres|cuatro|seis|unos|unas|un par de|algunos|\d+) "
        r"(?:mes(?:es)?|semanas?|trimestres?|días)\b[^\n]{0,30}\b(?:retom|habl|vemos|veamos|escrib"
        r"|busc|llam|contact|vuelv|revis|me dic|avis)\w*|\b(?:estamos|andamos|ando|estoy) (?:de"
        r"|con el|con la|en) (?:inventario|mudanza|balance|cierre|auditoría|cosecha|obras|exámenes"
        r"|campaña|temporada)\b|\b(?:espér|esper)\w+ a que\b|\bque pase (?:el|la|las|los|todo)?\b",
        unless=r"ya no|vacaciones|nunca",
    ),
    _r(
        "later.waiting",
        _I.NOT_NOW,
        0.82,
        r"\b(?:esperando|esperamos|espero|a la espera de|pendientes? de) (?:\w+ "
        r"){0,4}?(?:presupuesto|aprob\w+|aprueb\w+|visto bueno|cierre|firma|resolución"
        r"|nombramiento|decisión|licencia|apertura)\b|\b(?:después|luego) (?:lo|le|te|los|les) "
        r"(?:miro|miramos|veo|vemos|aviso|llamo|escribo|reviso|digo)\b|\bhasta (?:fin|finales"
        r"|mediados|principios) de\b",
        unless=r"vacaciones|fuera de la oficina|regres|espero su",
    ),
    _r(
        "later.the_next",
        _I.NOT_NOW,
        0.82,
        r"\b(?:mejor |quizás? |tal vez )?(?:el|la) que (?:viene|entra)\b|\bno (?:me |nos "
        r")?(?:llame|escriba|busque|contacte)\w* (?:este|esta)\b",
        unless=r"ya no",
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
    _r(
        "no.said_plainly",
        _I.NOT_INTERESTED,
        0.87,
        r"\bno (?:me|nos|le|les) (?:\w+ )?(?:cuadra|convence|conviene|va|sirve|aporta|compensa"
        r"|llama|hace(?:n)? falta|apetece|atrae|parece|tienta)\b|\bno (?:es lo nuestro|va con "
        r"nosotros|es nuestr\w+|tiene sentido|aplica|va a poder ser|será posible|cuenten? con"
        r"|gastamos|invertimos|creo que (?:nos|les|sea|podamos)|vemos|lo (?:veo|vemos))\b|\b(?:en "
        r"esta ocasión|esta vez) (?:no|pas\w+|declin\w+)\b|\b(?:hemos|han|he) decidido no\b"
        r"|\b(?:opt\w+ por (?:otr\w+|no)|desestim\w+|declin\w+|descart\w+|rechaz\w+)\b|\b(?:se "
        r"agradece|agradezco|agradecemos|gracias|le agradezco|muy amable)\b[^\n]{0,40}\b(?:pero"
        r"|aunque|mas) (?:\w+ )?(?:no|ya|estamos|así|paso|pasamos|declin\w+)\b|\b(?:ni falta que"
        r"|ni hablar|ni de broma|ni de coña|ni loc[oa]|para nada|paso palabra|paso,? gracias|va a "
        r"ser que no|mejor no|tampoco)\b[^\n]{0,15}(?:[.!]|$|\bhace\b|\bgracias\b)|\b(?:nos|me) "
        r"(?:arregl|apañ|basta|val|sobra|va|bast)\w*\b[^\n]{0,25}\b(?:sol[oa]s?|bien|así|solit\w+"
        r"|nosotros|con|sobra|clientes|trabajo)\b|\b(?:así estamos bien|estamos (?:muy |bien |ya "
        r")*(?:bien|servid[oa]s|cubiert[oa]s|complet[oa]s|satisfech[oa]s|content[oa]s|armad[oa]s"
        r"|surtid[oa]s))\b|\bno damos abasto\b|\b(?:lo|los|las|la) hacemos (?:nosotr[oa]s"
        r"|internamente|en casa|todo|por nuestra cuenta)\b|\b(?:ya (?:tenemos|tengo|contamos con"
        r"|hay|trabajamos con|está|lo hace|lo tenemos))\b[^\n]{0,35}\b(?:quien|alguien|gente"
        r"|agencia|equipo|proveedor|persona|primo|resuelto|cubierto|solucionado|vendedor\w*"
        r"|comerciales|encargad[oa])\b|\b(?:boca a boca|boca en boca|por recomendación|de toda la "
        r"vida|clientela fija)\b|\b(?:muy caro|es caro|demasiado (?:caro|pequeñ[oa]s?)|no hay "
        r"(?:dinero|plata|presupuesto|lana)|sin presupuesto|no alcanza)\b|^ ?nel\b",
        unless=r"no (?:quiero|queremos|deseo) (?:recibir|más|que)|\bahora (?:mismo )?no\b|de "
        r"momento|por ahora|por el momento|este año|me va bien (?:el|a)|nos va bien (?:el"
        r"|a)|no me va (?:el|bien el)|no (?:le|les) (?:parece|va|viene)|muy caro\?|ya no",
    ),
    _r(
        "no.last_thing",
        _I.NOT_INTERESTED,
        0.84,
        r"\blo último que (?:necesit|quer|quier|hace falta|nos falta|busc)\w+|\b(?:vendemos"
        r"|colocamos) todo lo que (?:fabricamos|producimos|hacemos|cosechamos)\b|\b(?:pero|así que"
        r"|o sea que|conque|por lo que) (?:va a ser que )?no\b[,.! ]*(?:gracias)?[.! ]*$|\b(?:nos"
        r"|me) sobran? (?:\w+ )?(?:clientes|trabajo|pedidos|encargos|demanda)\b|\bno (?:nos|me) "
        r"faltan? (?:\w+ )?(?:clientes|trabajo|pedidos|encargos)\b",
        unless=r"por ahora|de momento|por el momento",
    ),
    _r(
        "no.as_we_are",
        _I.NOT_INTERESTED,
        0.83,
        r"\b(?:preferimos|prefiero|mejor|queremos) (?:\w+ )?(?:seguir|quedarnos|quedarme|continuar"
        r"|dejarlo|no seguir) (?:\w+ )?(?:como|así|igual|tal|con lo)\b|\bno vamos a (?:seguir"
        r"|continuar|avanzar|contratar|hacer nada|entrar)\b|\b(?:mala|malas) experiencias?\b|\bno "
        r"(?:seguiremos|avanzaremos|continuaremos|procederemos)\b|\bno (?:nos|me) hace falta\b",
        unless=r"por ahora|de momento|por el momento|este año",
    ),
    _r(
        "no.it_suffices",
        _I.NOT_INTERESTED,
        0.8,
        r"\bnos (?:alcanza|basta|sobra|llega)\b[^\n]{0,15}(?:\b(?:sobra|bien|de sobra)\b|[.!]|$)"
        r"|\bpor ahí no (?:vamos|va)\b",
    ),
    _r(
        "no.it_works",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:nos|me) (?:funciona|va bien|ha ido bien|basta así|va de maravilla)\b|\b(?:llevamos"
        r"|llevo) (?:\w+ ){1,3}?años (?:así|sin|con lo)\b|\bno (?:la|lo|las|los) vamos a "
        r"(?:aceptar|contratar|necesitar|tomar|aprovechar)\b",
        unless=r"\bno (?:nos|me) funciona\b|va bien (?:el|a las|mañana)",
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
    _r(
        "wrong.elsewhere",
        _I.WRONG_PERSON,
        0.85,
        r"\bno (?:es|son) (?:mi|de mi) (?:área|tema|negociado|asunto|cancha|competencia"
        r"|responsabilidad|departamento|terreno|tarea|incumbencia|ramo|rubro)\b|\bno me (?:toca"
        r"|corresponde|compete|incumbe|concierne)\b|\b(?:no|ni) (?:pincho|corto) ni (?:corto"
        r"|pincho)\b|\bni (?:pincho ni corto|corto ni pincho)\b|\bno tengo (?:\w+ )?(?:vela en"
        r"|autoridad|potestad|voz ni voto|nada que ver|injerencia|ni voz)\b|\bno está en mis "
        r"manos\b|\b(?:fuera de|ajeno a|ajena a) mi (?:área|competencia|responsabilidad|alcance"
        r"|ámbito|función)\b|\b(?:conmigo|acá|aquí|por acá|por aquí) no (?:es|va|hay|vendemos"
        r"|se)\b|\b(?:se (?:ha |han )?equivoc\w+|te (?:has )?equivoc\w+|os habéis equivocado"
        r"|andás? errad[oa]|le erraste|le erró|está\w* confundid\w+|confundiste|destinatari[oa] "
        r"(?:equivocad|errón)\w+)\b|\b(?:vaya (?:usted )?a saber|no sabría decir\w*|quién sabe|ni "
        r"(?:la menor|la más mínima|remota) idea|no tengo (?:la menor|ni la más mínima|ni la "
        r"menor) idea|ni pajolera|a saber)\b|\b(?:pregunt\w+|consult\w+|búsqu\w+|habl\w+) (?:\w+ "
        r")?(?:a|con) (?:otr[oa]|alguien más|otra persona)\b|\bsoy (?:un |una |el |la )?(?:simple"
        r"|mer[oa]|humilde|nuev[oa] y)\b|\b(?:yo )?(?:solo|sólo|solamente|nomás|únicamente"
        r"|apenas) (?:soy|estoy|llevo|manejo|hago|limpio|atiendo|cocino|reparto|contesto|trabajo"
        r"|me ocupo|me encargo)\b|\b(?:soy|estoy) (?:\w+ )?(?:nomás|nada más|solamente)\b|\bno "
        r"pint[oa] nada\b|\bno decido (?:nada|yo)\b",
        unless=r"no tengo nada que ver con (?:spam)|no me (?:corresponde|toca) (?:decidir )?hasta"
        r"|equivoco de",
    ),
    _r(
        "wrong.humble_job",
        _I.WRONG_PERSON,
        0.66,
        r"\b(?:yo )?(?:manejo|conduzco|limpio|cocino|reparto|arreglo|reparo|sueldo|soldo|coso"
        r"|pinto|cargo|descargo|cuido|doy clases|riego|siembro|ordeño|plancho|sirvo|vigilo"
        r"|empaqueto|programo|atiendo) (?:\w+ )?(?:el|la|los|las|de|a|un|una|en)\b|\b(?:trabajo"
        r"|estoy|ando) (?:\w+ )?(?:en|de) (?:el |la )?(?:cocina|taller|planta|fábrica|almacén"
        r"|bodega|portería|vigilancia|limpieza|reparto|caja|conserje|chofer|chófer|guardia|obra"
        r"|mantenimiento|nóminas|laboratorio)\b|\bsoy (?:el |la |un |una )?(?:conserje|portero"
        r"|portera|chofer|chófer|guardia|vigilante|cociner[oa]|mesero|mesera|camarer[oa]"
        r"|soldador\w*|mecánic[oa]|electricista|operari[oa]|jardiner[oa]|peón|repartidor\w*"
        r"|cajer[oa]|vecin[oa]|hij[oa] de|espos[oa] de|niñer[oa]|pasante|practicante)\b",
        unless=r"ventas|comercial\w*|dueñ\w+|director|gerente|encargad\w+|clientes|interes\w+|de vacaciones",
    ),
    _r(
        "wrong.may_not",
        _I.WRONG_PERSON,
        0.8,
        r"\bno (?:estoy|estamos) (?:autorizad|facultad|habilitad)[oa]s?\b|\bno (?:puedo|podemos"
        r"|me permiten) (?:dar|facilitar|proporcionar|brindar)\w*\b[^\n]{0,30}\b(?:información"
        r"|datos|nombres?|contactos?)\b|\b(?:aquí|acá|esto|este) es (?:el |la |un |una |de "
        r")?(?:soporte|servicio técnico|almacén|contabilidad|domicilio|casa|guardería|residencia"
        r"|conmutador|centralita|recepción|taller|particular)\b",
    ),
    _r(
        "wrong.mixed_up",
        _I.WRONG_PERSON,
        0.83,
        r"\b(?:nos|me) (?:confund\w+|está\w* confundiendo)\b|\bmismo nombre\b|\b(?:llevo|manejo"
        r"|veo) (?:las |la |los )?(?:nóminas|almacén|compras|contabilidad|recursos humanos)\b",
    ),
)

_LEFT = (
    _r(
        "left.no_longer",
        _I.LEFT_COMPANY,
        0.93,
        r"\b(?:lo|la|le) (?:despidieron|echaron|jubilaron)\b|\btrabaja (?:ahora )?en otr[oa]\b"
        r"|\bya no (?:\w+ ){0,2}?(?:trabaja\w*|está\w*|estoy|forma\w* parte|pertenece\w*|sigue"
        r"|labora\w*|se encuentra)\b|(?<!le )(?<!te )(?<!os )(?<!les )(?<!lo )\b(?:dej[óo]|dejé"
        r"|ha dejado|he dejado|abandon[óo]|abandoné) (?:\w+ ){0,2}?(?:la (?:empresa|compañía|firma"
        r"|organización)|(?:esta|nuestra) (?:empresa|compañía|casa)|(?:su|mi|el) (?:puesto|trabajo"
        r"|cargo|empleo)|de (?:trabajar|laborar|pertenecer|formar|prestar))\b|\bcaus[óo] baja en\b"
        r"|\b(?:se (?:fue|march[óo]|ha ido|ha marchado|retir[óo])|me (?:fui|marché|he ido)) "
        r"(?:\w+ ){0,3}?(?:(?:de )?(?:la|esta|nuestra) (?:empresa|compañía|firma)|de aquí|de acá"
        r"|hace|en (?:{month}|20\d\d)|con la competencia|a otr[oa]|a la competencia)\b|\b(?:se "
        r"jubil[óo]|jubilad[oa]|se ha jubilado|me he jubilado|me jubilé|falleci[óo]|ha fallecido"
        r"|renunci[óo]|despedid[oa]|cambi[óo] de empresa|no trabaja (?:aquí|ya|más))\b",
        unless=r"renunci\w+ a (?:ofrec|vend|los|la|las|su)\w*|despedida\b|soy jubilad|de "
        r"vacaciones|hace (?:un rato|poco rato|un momento)|no (?:estoy|está|sigo) (?:más "
        r")?(?:en|al frente de|en el área|en el departamento|con) (?:comercial|ventas"
        r"|compras|marketing|ese|esa|eso|el área|la parte|lo comercial)|me (?:pasaron"
        r"|cambiaron|movieron|trasladaron|reasignaron|ascendieron)|ya no (?:llevo|trabajo "
        r"con|estoy (?:a cargo|en ventas|llevando))|soy jubilad",
    ),
    _r(
        "left.gone",
        _I.LEFT_COMPANY,
        0.9,
        r"\bya no (?:\w+ ){0,2}?(?:trabajo (?:en|aquí|acá|ahí|allí|para|desde|ni)|laboro|sigo "
        r"(?:en|aquí|acá|ahí)|pertenezco|formo parte|figuro|presto servicios|estoy (?:en (?:la "
        r"empresa|esa|esta|\w+ desde)|ahí|trabajando)|anda por|anda con)\b|\b(?:dej[óoée]"
        r"|dejaron) de (?:trabajar|laborar|pertenecer|prestar|formar parte|ser (?:parte"
        r"|emplead))\w*\b|\b(?:se desvincul\w+|desvinculad[oa]|me desvincul\w+|se pension[óo]"
        r"|pensionad[oa]|se retir[óo] (?:de (?:la|nuestra)|hace|en|el)|sali[óo] de (?:la|esta"
        r"|nuestra) (?:empresa|compañía|firma|casa|organización)|se nos fue|nos dej[óo]|pas[óo] a "
        r"mejor vida|que en paz descanse|q\.?e\.?p\.?d|cambi[óo] de (?:trabajo|aires|rumbo|empresa"
        r"|laburo|chamba|pega)|se cambi[óo] (?:a|de)|fichó por)\b|\b(?:fue|ha sido|lo|la|le"
        r"|fueron) (?:\w+ )?(?:despedid[oa]s?|cesad[oa]s?|desvinculad[oa]s?|desvincularon"
        r"|despidieron|echaron|corrieron|rajaron|finiquitaron)\b|\b(?:ex|antigu[oa]) "
        r"(?:emplead[oa]|compañer[oa]|trabajador\w*)\b|\b(?:mi|su) último día\b|\b(?:está|trabaja"
        r"|anda) (?:ahora )?(?:en|con) (?:la competencia|otra empresa|otro lado)\b|\b(?:terminó"
        r"|finalizó|acabó|venció) (?:su|mi) contrato\b|\bse (?:fue|marchó|largó|ha ido) (?:\w+ "
        r"){0,3}?(?:hace|de la|de aquí|de acá|en (?:{month})|a (?:otra|la competencia|vivir"
        r"|trabajar|españa|méxico))\b|\b(?:(?:he dejado|dejé) (?:la empresa|la compañía|la firma"
        r"|mi (?:puesto|trabajo|cargo)|de trabajar|de laborar|el cargo|el puesto)|me fui de"
        r"|renuncié|me march[ée]|me retiré|me jubilé)\b",
        unless=r"me (?:pasaron|cambiaron|movieron|trasladaron|reasignaron)|ya no (?:llevo|trabajo "
        r"con)|no se fue|fue a (?:comer|una)|ya no (?:estoy )?(?:a cargo|en ventas|llevando"
        r"|al frente)|dejé (?:dicho|el mensaje|recado|su)|he dejado (?:dicho|recado|su|el "
        r"mensaje|copia)|de vacaciones|de viaje",
    ),
    _r(
        "left.we_parted",
        _I.LEFT_COMPANY,
        0.9,
        r"\bnos separamos de\b|\b(?:está|trabaja) (?:\w+ )?(?:con|para|en) (?:otro|un nuevo) "
        r"empleador\b|\b(?:correo|dirección|cuenta) (?:era|pertenecía) (?:de|a)\b|\bprescind\w+ "
        r"de (?:sus|él|ella)\b",
    ),
    _r(
        "left.dead", _I.LEFT_COMPANY, 0.9, r"\b(?:soy (?:la|su) viuda|su viud[oa]|ha muerto|murió|falleció)\b"
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
    _r(
        "other.private",
        _I.OTHER,
        0.55,
        r"\b(?:carbón|asado|asadito|barbacoa|ensalada|carne asada|tu vieja|tu mamá|mamá|papá"
        r"|abuela|abuelo|mi amor|cariño|besitos|besos|cumple(?:años)?|piñata|los niños|los nenes"
        r"|la nena|boda|bautizo|fútbol|fulbito|partidito|paella|suegra)\b",
        unless=r"ventas|comercial\w*|clientes|empresa",
    ),
    _r(
        "other.pitch",
        _I.OTHER,
        0.7,
        r"\b(?:posicionamiento web|primera página de google|backlinks?|préstamo inmediato"
        r"|aprovech(?:a|e|en) (?:nuestr\w+|la|esta|este)|oferta limitada|promo(?:ción)? (?:\w+)"
        r"|redes sociales\b[^\n]{0,40}\bclientes|plan de pauta|diagnóstico gratis|gratis|te "
        r"armamos|haz crecer tu|potencia tu|haga crecer su|solo \$ ?\d|\d+ ?% de (?:descuento|los "
        r"negocios)|black friday|buen fin)\b",
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
