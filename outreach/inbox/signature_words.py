"""The words that closings and signatures are made of, in the languages of the people who answer us.

Tables only; `signatures` walks them. Everything is matched without regard to case unless it says otherwise.
"""

import re

# A closing, alone on its line or before a short name ("Thanks, Gill").
_CLOSINGS = (
    # English
    r"(?:(?:with|my|our|very|all|the|kind|kindest|best|warm|warmest|good|many|sincere|friendly|personal|"
    r"and)\s+){0,4}"
    r"(?:regards?|wishes|greetings)(?: from .{2,30})?",
    r"(?:yours|sincerely|faithfully|truly|respectfully|cordially)(?:\s+(?:sincerely|faithfully|truly|ever|"
    r"very truly|yours|respectfully))?",
    r"(?:many\s+|with\s+|my\s+|again\s*,?\s+)?(?:thanks|thank you|thx|tks|ty|ta|cheers)(?:\s+(?:again|"
    r"so much|very much|a lot|a million|in advance|"
    r"and (?:kind |best |warm )?regards|for your time|for your (?:help|understanding|interest)))*",
    r"rgds|brgds|br|kr|all (?:the|my) best|best(?: of luck(?: with it)?)?|take care|warmly|talk soon|"
    r"have a (?:great|good|nice) (?:day|week|weekend|one)|"
    r"looking forward|bye(?: for now)?|xx?|love|speak soon|respectfully|sent with thanks|with appreciation",
    # German
    r"(?:mit|viele|liebe|beste|freundliche|schöne|herzliche|sonnige|vielen|besten|lieben|freundlichen|"
    r"herzlichen|schönen|und|dank|die)"
    r"(?:\s+(?:mit|viele|liebe|beste|besten|lieben|freundlichem?|freundlichen|freundliche|herzlichen|"
    r"herzliche|schöne|schönen|sonnigen|vielem|und|dank|"
    r"kollegialen|nachbarlichen))*\s+(?:gr[uü](?:ß|ss)e?n?|gr[uü]eße?n?|grüsse|dank|"
    r"empfehlungen)(?:\s+(?:aus|nach|vom|von|in|im)\s.{2,30})?",
    r"gr[uü]ße?(?:\s+aus .{2,30})?|grüsse|gruss|mfg|m\.f\.g\.|vg|lg|bg|hochachtungsvoll|"
    r"danke(?:\s+(?:und\s+.{3,30}|vorab|ihnen|schön))?|vielen dank|"
    r"mit vorzüglicher hochachtung|schönen tag(?: noch)?|servus|ciao|tschüss|es grüßt(?: .{2,20})?",
    # French
    r"(?:bien |très |respectueusement |avec )?(?:cordialement|amicalement|sincèrement|respectueusement|"
    r"à vous)|cdlt|cdt|bàv|bien à vous|"
    r"(?:(?:sincères|meilleures|cordiales|respectueuses|mes|nos|avec)\s+)+salutations(?:\s+distinguées)?|"
    r"salutations(?:\s+(?:distinguées|cordiales))?|"
    r"(?:veuillez|je vous prie|nous vous prions)\b.{0,120}(?:salutations|sentiments|considération)\b.{0,40}|"
    r"merci(?:\s+(?:d['’]avance|beaucoup|et .{3,30}|à vous|bien))*|"
    r"bonne (?:journée|soirée|semaine|réception|continuation)|à bientôt|bises|amitiés|belle journée|"
    r"au plaisir",
    # Spanish, Portuguese, Italian
    r"(?:un\s+|muchos\s+|reciba\s+un\s+|gracias\s+y\s+(?:un\s+)?)?(?:cordial(?:es)?\s+|afectuoso\s+|"
    r"atento\s+)?(?:saludos?|abrazo)(?:\s+(?:cordial(?:es)?|desde .{2,20}))?|"
    r"(?:muy\s+)?atentamente|atte\.?|(?:muchas\s+)?gracias(?:\s+(?:de antemano|por adelantado|por todo|"
    r"y .{3,20}))?|quedo a la espera|"
    r"(?:com os\s+)?(?:melhores\s+)?cumprimentos|atenciosamente|att\.?|obrigad[oa]|abraços?|cordialmente|"
    r"un cordial saludo|"
    r"(?:cordiali|distinti|cari|un caro|i migliori|tanti)\s+saluti|saluti|cordialità|grazie(?:\s+mille)?|"
    r"buona giornata",
    # Dutch, Polish, Czech, Scandinavian, Finnish
    r"(?:met\s+)?(?:vriendelijke|hartelijke|beste|de)\s+groet(?:en|jes)?|groet(?:en|jes)?|mvg|hoogachtend|"
    r"bedankt|"
    r"(?:z|serdecznie|łączę|pozdrawiam)\s*(?:poważaniem|wyrazami szacunku|pozdrowieniami|pozdrawiam|"
    r"serdecznie)?|pozdrawiam(?: serdecznie)?|dziękuję|"
    r"s (?:pozdravem|úctou)|děkuji|(?:med\s+)?(?:venlig|vennlig|vänlig|bästa|bedste|beste|mvh|hilsen|"
    r"hälsning(?:ar)?)(?:\s+(?:hilsen|hälsning(?:ar)?))?|"
    r"ystävällisin terveisin|terveisin|t\.",
    # Russian, Ukrainian, Bulgarian
    r"с\s+(?:(?:искренним|большим|глубоким|наилучшими|лучшими|добрыми|дружеским)\s+)?(?:уважением|"
    r"пожеланиями|приветом|почтением|благодарностью)"
    r"(?:\s+(?:и|к вам|и наилучшими пожеланиями|и надеждой на .{3,30}))*|(?:искренне|всегда)\s+ваш[аи]?|"
    r"всего (?:доброго|хорошего|наилучшего)|"
    r"(?:заранее\s+|большое\s+)?(?:спасибо|благодарю(?: вас)?|благодарны)(?:\s+(?:заранее|большое|"
    r"за внимание|за понимание))*|хорошего (?:дня|вечера)|удачи(?: вам)?|"
    r"до (?:связи|свидания|встречи)|уважением|с ув\.?|с наилучшими(?: пожеланиями)?|"
    r"(?:з|із|зі)\s+(?:(?:щирою|глубокою|найкращими|щирими)\s+)?(?:повагою|побажаннями|вдячністю|"
    r"найкращими побажаннями)|гарного дня|дякую(?: за увагу)?|щиро ваш[аі]?|"
    r"(?:с\s+)?(?:поздрави|уважение)|поздрави",
)  # fmt: skip

CLOSING = re.compile(r"^[\s*_–—-]*(?:" + "|".join(_CLOSINGS) + r")[\s.,;!:)*_–—-]*$", re.IGNORECASE)
#: The same with a name behind it on the line; group 1 is the name.
CLOSING_AND_NAME = re.compile(
    r"^[\s*_–—-]*(?:"
    + "|".join(_CLOSINGS)
    + r")\s*[,!.–—-]?\s+((?-i:[A-ZÀ-ÞА-ЯЁІЇЄҐŁŚŻŹĆ])[^\n,.:;?!]{1,40})[\s.,!*]*$",
    re.IGNORECASE,
)

TITLE = re.compile(
    r"\b(?:manager|mgr|director|head of|officer|assistant|engineer|sales|president|vp|svp|evp|ceo|cfo|coo|"
    r"cto|cmo|cio|gm|md|pa to|founder|co-?founder|"
    r"owner|partner|consultant|co-?ordinator|administrat\w+|specialist|secretary|reception(?:ist)?|"
    r"department|dept|human resources|hr|team|lead|chief|"
    r"superintendent|supervisor|buyer|accountant|accounts|controller|planner|analyst|technician|developer|"
    r"designer|representative|rep|executive|"
    r"associate|principal|solicitor|attorney|counsel|operations|marketing|procurement|purchasing|logistics|"
    r"quality|office|registry|clerk|bookkeeper|"
    r"foreman|warehouse|division|group|customer service|support|advisor|agent|trustee|chair(?:man|woman)?|"
    r"professor|dr|phd|mba)\b"
    r"|leit(?:er|erin|ung)\b|geschäftsführ\w+|vertrieb\w*|einkauf\w*|einkäufer\w*|assisten[tz]\w*|"
    r"sachbearbeit\w+|referent\w*|abteilung\w*|prokurist\w*|"
    r"rechtsanw\w+|inhaber\w*|sekretariat|sekretärin|buchhalt\w+|mitarbeiter\w*|vorstand\w*|kundenservice|"
    r"innendienst|außendienst|meister(?:in)?\b|büro\b|verwaltung"
    r"|direct(?:eur|rice)\w*|responsable|chargée?\b|gérante?\b|secrétariat|service\b|président\w*|"
    r"comptab\w+|acheteu\w+|assistante?\b|commercial\w*|chef d"
    r"|director[ae]?\b|gerente|jef[ea]\b|dpto|departamento|asistente|administraci\w+|compras|ventas|"
    r"encargad[oa]|secretari[oa]|coordinador\w*|técnic[oa]|"
    r"responsabile|direttore|direttrice|ufficio|amministra\w+|titolare|impiegat[oa]|kierownik|dyrektor|"
    r"specjalist\w+|dział|asystent\w*|księgow\w+|prezes|"
    r"hoofd\b|medewerk\w+|afdeling|directeur|inkoop\w*|verkoop\w*|bedrijfsleider"
    r"|директор\w*|менеджер\w*|начальник\w*|руководител\w+|заместител\w+|зам\.|замдиректор\w*|секретар\w+|"
    r"помощник\w*|бухгалтер\w*|специалист\w*|отдел\w*|"
    r"инженер\w*|юрис\w+|при[её]мн\w+|ведущ\w+|главн\w+|механик\w*|энергетик\w*|технолог\w*|снабжен\w+|"
    r"закуп\w+|управляющ\w+|председател\w+|ассистент\w*|"
    r"координатор\w*|эксперт\w*|кадр\w+|администратор\w*|продаж\w*|референт\w*|делопроизводител\w+|"
    r"департамент\w*|служб[аы]|генеральн\w+|логист\w*|маркетолог\w*|"
    r"керівник\w*|заступник\w*|спеціаліст\w*|фахівець|відділ\w*|помічник\w*|головн\w+|провідн\w+|"
    r"бухгалтерія|приймальн\w+|юрисконсульт",
    re.IGNORECASE,
)  # fmt: skip

#: Case matters here: "ag" and "as" are words.
COMPANY = re.compile(
    r"\b(?:Ltd|Limited|LLC|L\.L\.C|Inc|Incorporated|Corp|Corporation|Co|Company|plc|PLC|LLP|LP|Group|"
    r"Holdings?|Bros|& Sons|Institute|University|College|"
    r"GmbH|AG|KG|OHG|UG|mbH|e\.\s?V|e\.\s?K|GbR|SE|SARL|S\.A\.R\.L|SAS|S\.A\.S|SASU|EURL|SA|S\.A|S\.L|SL|"
    r"S\.L\.U|SLU|S\.Coop|Lda|Ltda|S\.r\.l|Srl|SRL|S\.p\.A|SpA|"
    r"B\.?V|N\.?V|Oy|AB|A/S|ApS|AS|Sp\. z o\.\s?o|S\.?K\.?A|s\.r\.o|a\.s|Kft|Zrt|d\.o\.o|Pty|"
    r"ООО|ОАО|ЗАО|АО|ПАО|НАО|ИП|ГУП|МУП|ФГУП|ФГБУ|МБУ|ГБУ|НКО|АНО|ГК|ТД|НПО|НПП|ТОВ|ТзОВ|ПП|ПрАТ|ПАТ|ФОП|КП|"
    r"ДП)\b\.?"
    r"|«[^»\n]{2,60}»|^\"[^\"\n]{2,60}\"$|„[^“”\n]{2,60}[“”]"
)
PHONE = re.compile(
    r"(?:(?:tel|t|telephone|phone|ph|p|m|mob|mobile|cell|c|o|d|dd|ddi|direct|direct line|office|fax|f|w|"
    r"work|desk|ext|handy|mobil|fon|telefon|durchwahl|"
    r"tél|portable|port|móvil|movil|tlf|telf|cel|cell|telefono|telefoon|тел|т|моб|раб|факс|телефон|сот|доб|"
    r"вн|м)\b[.:)]?\s*)?"
    r"(?:\+?\(?\d[\d\s().\-/–·]{5,20}\d)(?:\s*(?:,|x|ext\.?|доб\.?|вн\.?|-)\s*\d{1,5})?",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\b(?:[a-z0-9-]{2,40}\.)+(?:com|net|"
    r"org|de|fr|es|ru|ua|co\.uk|uk|eu|io|biz|info|at|ch|it|pl|nl|example)\b",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b\d{1,5}[a-z]?,?\s+(?:[A-Z]\w+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|way|drive|yard|row|park|"
    r"court|house|suite|blvd|square|close)\b"
    r"|(?:straße|strasse|str\.|weg|platz|allee)\s*\d|\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|"
    r"boulevard|place|chemin|allée|impasse|quai)\b"
    r"|\b(?:calle|c/|avda|avenida|plaza|paseo|polígono|via|viale|piazza|corso|ul\.|ulica)\s|\b(?:ул|пр|пер|"
    r"просп|пл|наб|ш|вул|бул|бульв)\.\s|"
    r"\b(?:улица|проспект|переулок|площадь|шоссе|набережная|вулиця)\s|\bг\.\s?[А-ЯЁ]|\bм\.\s?[А-ЯІЇЄ]|"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}\b|"
    r"\bunit\s\d|\b(?:D|A|CH|F)-\d{4,5}\s|^\d{5,6},?\s+\w+",
    re.IGNORECASE,
)
#: "Ivanov I.I.", "И.И. Иванов": initials are written in signatures.
INITIALS = re.compile(
    r"^(?:[A-ZА-ЯЁІЇЄ]\.\s?){1,2}\s?[A-ZА-ЯЁІЇЄ][\w'’-]{2,}$|^[А-ЯЁІЇЄ][\w'’-]{2,}\s(?:[А-ЯЁІЇЄ]\.\s?){1,2}$"
)
POSTSCRIPT = re.compile(
    r"^\s*(?:p\.?\s?p?\.?s\b|ps[:.,]|з\.?ы|п\.?с\b|postscript|nb\b|n\.b\.)", re.IGNORECASE
)
#: Words before a name that point to somebody else: what follows is a referral, not a signature.
LEAD_IN = re.compile(
    r"(?:[:：–—-]|\b(?:is|are|contact|to|with|try|email|call|address|details|ask for|at|an|ist|unter|bei|"
    r"kontakt|adresse|à|est|contacter|coordonnées|es|con|"
    r"contacto|a|datos|к|с|это|адрес|контакт\w*|почта|телефон|по|обратиться|пишите|звоните|до|контакти))\s*$",
    re.IGNORECASE,
)
