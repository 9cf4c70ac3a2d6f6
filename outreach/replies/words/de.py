"""German: what people answer to "wer ist für den Vertrieb zuständig?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|nachrichten?|werbung|werbemails?|schreiben|newsletter|anfragen?|spam"
        r"|post|erinnerung\w*|nachfass\w*|follow-?ups?|zuschrift\w*|briefe?|rundmails?|mailings?",
        "mine": r"mich|uns|meine\w*|unsere\w*|diese\w* (?:e-?mail-?)?adresse|alle adressen",
        "month": r"(?:januar|jänner|jan|februar|feb|märz|april|apr|mai|juni|juli|august|aug"
        r"|september|sept?|oktober|okt|november|nov|dezember|dez)(?!\w)",
        "weekday": r"montag\w*|dienstag\w*|mittwoch\w*|donnerstag\w*|freitag\w*|samstag\w*"
        r"|sonntag\w*|mo|di|mi|do|fr",
        "season": r"frühjahr|frühling|sommer\w*|herbst|winter|ostern|pfingsten|weihnachten|neujahr"
        r"|jahreswechsel|feiertag\w*|ferien|urlaub|jahresende|jahresanfang|quartal|q[1-4]|messe"
        r"|inventur|saison",
        "sales": r"vertrieb\w*|verkauf\w*|sales|kommerziell\w*|kunden\w*|neukunden\w*|akquise|das"
        r"|dies\w*|darum|dafür|solche\w*|alles",
    }
)
_r = _L.rule
_I = Intent

_OPT_OUT = (
    _r(
        "optout.one_word",
        _I.UNSUBSCRIBE,
        0.97,
        r"\A(?:bitte )?(?:stop|stopp|abmelden|abbestellen|austragen|unsubscribe|löschen|aufhören"
        r"|schluss|lassen sie das|ende)(?: (?:bitte|danke|jetzt|sofort|mit dem spam"
        r"|damit))*[.! ]*(?=\n|\Z)",
    ),
    _r(
        "optout.unsubscribe",
        _I.UNSUBSCRIBE,
        0.95,
        r"\bunsubscri\w+|\bopt[ -]?out\b|\b(?:abmeld\w+|abgemeldet|abbestell\w+|austragen"
        r"|ausgetragen|abzumelden|auszutragen)\b|\b(?:trag\w*|meld\w*|bestell\w*) (?:sie )?(?:mich"
        r"|uns) (?:\w+ ){0,4}?(?:aus|ab)\b",
        unless=r"melden sie sich (?:\w+ )?ab (?:kw|dem|januar|\w+ar)|abmelde(?:quote|rate|zahl"
        r"|formular|prozess|funktion)\w*|abmeldungen|unsubscribe[- ](?:rat|quot|link)\w*",
    ),
    _r(
        "optout.remove",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:streich\w*|lösch\w*|tilg\w*)\b[^\n]{0,40}?\b(?:{mine}|daten\w*|kontakt\w*"
        r"|adresse\w*|namen?|e-?mail\w*|verteiler\w*|liste\w*|datenbank|kartei|system"
        r"|eintr[aä]g\w*)\b[^\n]{0,45}|\bentfernen? (?:sie |bitte |doch |umgehend |sofort "
        r")*(?:{mine}|die|adresse|daten|kontakt\w*|e-?mail\w*)\b|\b(?:{mine}|adresse|daten"
        r"|kontakt\w*|namen|eintrag)\b[^\n]{0,40}\b(?:(?:zu )?löschen|entfernen|streichen|gelöscht"
        r"|entfernt|gestrichen|herausnehmen|herauszunehmen|rausnehmen|rausschmeißen|raus)\b"
        r"|\b(?:nehm\w*|nimm|werf\w*|wirf|schmeiß\w*|hol\w*|tut|tun|tuats|tua|lass\w*"
        r"|kicken)\b[^\n]{0,40}?\b(?:{mine}|mi|adresse\w*|daten|namen|beide"
        r"|kontakt)\b[^\n]{0,40}?\b(?:raus|heraus|ausse|aussa|außa|runter|owa|weg|(?:aus|von) "
        r"(?:\w+ ){0,2}(?:\w*verteiler\w*|\w*liste\w*|\w*datenbank\w*|kartei|system\w*"
        r"|adressbuch\w*|crm|sammlung|mailing\w*))|\b(?:aus|von) (?:\w+ ){0,2}(?:verteiler\w*"
        r"|mailingliste\w*|liste|datenbank|adressbestand|kartei)\b[^\n]{0,25}\b(?:nehm\w*"
        r"|streich\w*|lösch\w*|entfern\w*|genommen|gestrichen|gelöscht|raus|rausnehmen"
        r"|herausnehmen|verschwinde\w*|runter\w*|weg|wirf)\b|^(?:bitte )?(?:runter|raus|weg) "
        r"(?:aus|von|mit (?:mir|uns|meiner|unserer))\b|\bvergess\w* (?:sie )?(?:bitte |doch "
        r"|einfach )*(?:meine|diese|unsere) (?:e-?mail-?)?adresse\b|\bverschon\w* (?:sie "
        r")?(?:bitte |doch )*(?:mich|uns|meine\w*|unsere\w*)\b",
        unless=r"(?:streich|lösch|entfern|nehm|werf)\w* (?:sie )?(?:mich|uns|\w+ \w+|\w+) (?:\w+ "
        r")?(?:nicht|noch nicht)\b|lösche ich|neuen verteiler|frau \w+ aus|welche[rn]? "
        r"(?:liste|verteiler|datenbank)|verteiler(?:kasten|schrank|dose)|\bwoher\b|aus "
        r"versehen|versehentlich|kontakt (?:mit|zu|auf)\b|in kopie|\bcc\b|ins boot|meter"
        r"|kilometer|minuten",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:schreib\w*|kontaktier\w*|mail\w*|schick\w*|send\w*|ruf\w*|belästig\w*|anschreib\w*"
        r"|zusend\w*)\b (?:sie )?(?:mir|uns|mich|hier|bitte|mehr|nie|künftig|in zukunft|\w+"
        r" ){0,5}?\b(?:nicht|nie|keine)\b(?: wieder)?(?: mehr| wieder| weiter\w*)|\b(?:keine|nie"
        r" wieder|nicht mehr|kein|keinerlei)\b (?:\w+ ){0,3}?(?:{mail}|kontakt\w*"
        r"|kontaktaufnahme|werbung|anrufe|zusendung\w*)(?: (?:mehr|erhalten|bekommen|von ihnen"
        r"|wünsch\w*|zusenden|schicken|an))|\b(?:wünsch\w*|möcht\w*|woll\w*|will|erwart\w*"
        r"|verbitt\w*|dulde\w*)\b[^\n]{0,20}\bkeine\w*\b[^\n]{0,25}\b(?:kontakt\w*|{mail}"
        r"|zusendung\w*|anrufe)|\bkeine[nr]?\b[^\n]{0,30}\b(?:wünsch\w*|möcht\w*"
        r"|erwünscht)\b[^\n]{0,5}$|\b(?:keine (?:weiteren|weitere)) (?:{mail}|kontakt\w*"
        r"|kontaktaufnahme\w*|anrufe|anschreiben)|\bnicht (?:mehr|weiter|länger|erneut|nochmals?"
        r"|wieder) (?:\w+ )?(?:kontaktier\w*|anschreiben|angeschrieben|schreiben|belästig\w*"
        r"|anmailen|anrufen|behelligen|zuschicken|zusenden|kontakt)",
        unless=r"\bsondern\b|bis (?:zum|ende|\d)|vor (?:dem|januar|ende|\d)|nicht (?:mehr "
        r")?weitergeleitet|wird nicht|nicht mehr (?:für|bei|im|in)|zu (?:sein|haben)",
    ),
    _r(
        "optout.stop",
        _I.UNSUBSCRIBE,
        0.93,
        r"\bstell\w* (?:sie )?(?:\w+ ){0,4}(?:versand|zusendung|mails?|werbung|kontakt\w*)\w* "
        r"(?:\w+ ){0,4}?ein\b|\bvergessen sie mich\b|\bverschonen sie\b|\bhör\w* (?:sie |bitte "
        r"|endlich |doch |jetzt |damit |mit dem (?:spam|scheiß) |mit den mails "
        r")*auf\b[^\n]{0,40}(?:mail\w*|schreib\w*|kontakt\w*|werb\w*|anfrag\w*|nachricht\w*|damit"
        r"|spam|zusend\w*|[.!]|$)|\b(?:damit|bitte) (?:endlich )?aufhören\b|\b(?:lass\w*|lasst|gib"
        r"|gebt|geben sie|gönn\w*) (?:sie )?(?:mich|uns|mir) (?:bitte |endlich |doch |jetzt "
        r"|einfach |künftig |meine |unsere )*(?:in ruhe|in frieden|a ruh|ruhe|mei ruh|frieden)(?! "
        r"(?:\w+ )?(?:anschauen|ansehen|lesen|überlegen|besprechen))|\blassen sie (?:das|es)(?: "
        r"in zukunft| künftig| bitte| sein| bleiben)*[.! ]*$|\b(?:in ruhe|in frieden) (?:zu "
        r")?(?:lassen|gelassen)\b|\bschluss (?:damit|jetzt|mit (?:den|der|dem|diesen|euren"
        r"|ihren))\b",
        unless=r"in ruhe (?:anschauen|ansehen|besprechen|lesen|reden|unterhalten|überlegen)",
    ),
    _r(
        "optout.desist",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:e-?mails?|mails?|nachrichten|werbung|werbemails?|schreiben|newsletter|anfragen|spam"
        r"|kontakt\w*|zuschriften|post|ansprache\w*|akquise\w*|anrufe\w*|kontaktversuche\w*"
        r"|zusendung\w*|belästigung\w*|versuche\w*|angeboten?)\b[^\n]{0,40}\b(?:abzusehen|abstand "
        r"(?:zu )?nehmen|einzustellen|unterlassen|zu verzichten|absehen (?:würden|könnten"
        r"|wollten))\b|\b(?:unterlass\w*|unterlaß\w*) (?:sie|es|bitte|das|künftig|derartige"
        r"|weitere|jede\w*)\b|\bsehen sie (?:\w+ ){0,5}(?:zusendung\w*|mails?|schreiben|werbung"
        r"|kontakt\w*|anfragen|davon) ab\b|\bbitte (?:\w+ ){0,6}(?:mails?|werbung|kontaktversuche"
        r"|zusendungen?) (?:\w+ )?(?:einstellen|unterlassen|abstellen)\b",
        unless=r"sehen sie von rückfragen|haben wir (?:\w+ )?ein",
    ),
    _r(
        "optout.enough",
        _I.UNSUBSCRIBE,
        0.85,
        r"^(?:jetzt |mir |uns |langsam |so,? )*(?:es reicht|reicht'?s|reicht es|genug|schluss)(?: "
        r"mir| uns| jetzt| langsam| endgültig| wirklich| damit| ist)*[.! ]*$|\b(?:mir|uns|jetzt) "
        r"reicht(?:s|'s| es)\b|\b(?:genug|die nase voll|die schnauze voll"
        r"|satt)\b[^\n]{0,15}\b(?:von|mit) (?:\w+ )?(?:mails?|werbung|spam|nachrichten|anfragen"
        r"|ihnen|euch|solche\w*|diese\w*|eure\w*|ihre\w*)\b|\bgehen? mir (?:\w+ )?(?:auf (?:die"
        r"|den) (?:nerven|keks|geist|sack|wecker|eier|senkel)|am arsch)",
        unless=r"\bgenug (?:kunden|aufträge|zu tun|personal)|nicht genug",
    ),
    _r(
        "optout.no_more",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:keine|nicht noch eine|nicht noch so eine) (?:\w+ ){0,2}?(?:mehr|weitere[nrs]?)(?: "
        r"bitte| schicken| senden| schickten| bekommen| bekäme\w*| erhalten| danke| davon)*[.! ]*$"
        r"|\bbitte (?:\w+ )?(?:keine (?:weiteren|weitere|mehr)\b|nie (?:mehr|wieder)\b|nicht "
        r"(?:mehr|wieder|noch ?mal)\b)|\bwenn (?:sie|du|ihr) (?:mir|uns|mich|es|das|\w+ "
        r"){0,5}?(?:nicht mehr|keine\w* (?:\w+ )?(?:mehr|weitere\w*)|nichts mehr|nie(?:mals)? "
        r"(?:mehr|wieder)|künftig nicht|künftig keine|in ruhe|in frieden)\b|\b(?:nichts|nie"
        r"|niemals|kein wort) (?:mehr|wieder)(?: \w+){0,4} (?:hören|lesen|sehen|bekommen|erhalten"
        r"|empfangen|finden)\b|\bnichts mehr (?:von|aus) (?:ihnen|euch|dir|ihrer|ihrem|eurer)\b"
        r"|\b(?:keinen|wenig|keinerlei) wert auf\b[^\n]{0,40}\b(?:mails?|werbung|nachrichten"
        r"|zusendung\w*|post|kontakt\w*|anfragen|zuschriften|schreiben)\b|\b(?:auf|an) (?:\w+ "
        r"){0,3}?{mail}\b[^\n]{0,30}\b(?:keinen wert|verzichte\w*|kein interesse|keine lust"
        r"|keinen bock|gern\w* verzichten)\b|\b(?:kein interesse|keine lust|keinen bock|keinen "
        r"bedarf)\b[^\n]{0,12}\b(?:an|auf) (?:weitere\w*|ihre\w*|eure\w*|solche\w*|derartige\w*"
        r"|diese\w*|irgendwelche\w*)? ?(?:mails?|e-?mails?|nachrichten|werbung|zusendung\w*"
        r"|newslettern?|spam|werbemails?|zuschriften)\b|\b(?:werbung|spam|akquise|kontakt\w*"
        r"|mails?|zuschriften|anfragen|anrufe) (?:\w+ ){0,4}?(?:unerwünscht|nicht erwünscht|nicht "
        r"gewünscht|verboten|untersagt)\b|\b(?:letzte|letztes) (?:mail|nachricht|mal|schreiben"
        r"|e-?mail)\b[^\n]{0,30}(?:war|sein|ist|bleib|[.!]|$)|\bzum letzten mal\b|\bletzte "
        r"warnung\b",
        unless=r"nicht mehr (?:bei|für|im|in|da|hier|zuständig|tätig|aktuell)|\bvor (?:dem|januar"
        r"|ende|\d)|bis (?:zum|ende)|nicht mehr dieses jahr|nicht mehr heuer|meine letzte "
        r"(?:mail|nachricht)|beim letzten mal|ihre letzte (?:mail|nachricht) (?:habe|hat"
        r"|kam|ist)|nicht mehr gefunden|nicht mehr finden|wenn (?:sie|du|ihr) (?:\w+ "
        r")?(?:nicht mehr|nichts mehr) (?:weiter|gebraucht)|keine (?:zeit|kapazität\w*"
        r"|stelle\w*|leute|kunden|aufträge) mehr|keine? (?:weiteren? )?(?:neuen? "
        r")?(?:kunden|lieferanten|aufträge)",
    ),
    _r(
        "optout.not_to_be",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:nicht|ebenso ?wenig|auch nicht|keinesfalls|nie(?:mals)?|keineswegs|weder) (?:\w+ "
        r"){0,4}?(?:kontaktiert|angeschrieben|angemailt|angerufen|belästigt|beworben|behelligt"
        r"|zugespammt|zugemüllt|bespielt|angesprochen) (?:werden|zu werden|wird|worden)\b"
        r"|\bweder\b[^\n]{0,70}\b(?:kontaktiert|angeschrieben|angemailt|behelligt|belästigt"
        r"|angerufen)\b|\b(?:möcht\w*|will|woll\w*|wünsch\w*)\b[^\n]{0,40}\b(?:nicht|keine\w*"
        r"|weder|ebenso ?wenig)\b[^\n]{0,40}\b(?:kontaktiert|angeschrieben|angemailt|behelligt"
        r"|belästigt|angerufen)\b",
        unless=r"ansprechpartner\w*|gebeten zu antworten|"
        r"wurde|wir kontaktiert|urlaub|sondern",
    ),
    _r(
        "optout.without_me",
        _I.UNSUBSCRIBE,
        0.85,
        r"\b(?:künftig|zukünftig|in zukunft|ab sofort|fortan|fürderhin|hinkünftig"
        r"|inskünftig)\b[^\n]{0,30}\b(?:ohne (?:mich|uns)|in ruhe|nicht mehr|keine|nie|verschon\w*"
        r"|bitte nicht|unterlass\w*)\b|\b(?:nerv\w*|belästig\w*|spam\w*|beglück\w*|quäl\w*"
        r"|bombardier\w*) (?:sie )?(?:bitte |doch |mal |gern\w* |lieber )*(?:jemand|wen|andere"
        r"|woanders|mich nicht|uns nicht|nicht)\b|\bsuch\w* (?:sie )?(?:sich|dir|euch) (?:bitte "
        r"|doch |mal )*(?:ein anderes opfer|andere opfer|wen ander\w*|jemand ander\w*)\b",
        unless=r"keine (?:kunden|lieferanten|neuen|kapazität\w*)|nicht mehr (?:bei|im|für"
        r"|zuständig|tätig)|gewinnung",
    ),
    _r(
        "optout.blocked",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:blockier\w*|geblockt|blocke|sperre|gesperrt|blacklist|sperrliste|schwarze liste"
        r"|als spam (?:markier\w*|gemeldet|melden)|melde (?:\w+ ){0,4}als "
        r"spam)\b[^\n]{0,60}(?:\b(?:sie|ihre?n?|dich|euch|absender|adresse|domain|wird|werden|ist"
        r"|hiermit|sonst|andernfalls)\b|[.!]|$)",
        unless=r"budget|gelder|mittel|konto|straße|termin|versehentlich|kalender|rechnung|zugang|filter hat",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:abmahn\w*|unterlassungs\w+|strafanzeige|anzeige (?:erstatten|gegen)"
        r"|verbraucherzentrale|aufsichtsbehörde|bundesnetzagentur|wettbewerbszentrale"
        r"|wettbewerbswidrig\w*|rechtliche\w* (?:schritte|konsequenzen|folgen|nachspiel)|rechtsweg"
        r"|unlauter\w*|unzumutbare belästigung|§ ?(?:7|107|174)\b|datenschutzbeschwerde"
        r"|datenschutzbehörde|landesdatenschutz\w*|einwilligung widerruf\w*|widerrufe (?:ich"
        r"|hiermit))|\b(?:widerspreche|widersprechen|widerspruch)\b[^\n]{0,80}\b(?:nutzung"
        r"|verwendung|verarbeitung|speicherung|zusendung|daten|werbung|kontakt\w*|art|dsgvo"
        r"|hiermit|ein)\b|\b(?:ohne|keine\w*|nie|niemals|nicht)\b[^\n]{0,30}\b(?:einwilligung"
        r"|zustimmung|eingewilligt|zugestimmt|einverständnis|erlaubnis|genehmigung)\b"
        r"|\b(?:unverlangt\w*|unerwünscht\w*|unaufgefordert\w*|ungebeten\w*"
        r"|unerlaubt\w*)\b[^\n]{0,20}\b(?:{mail}|zusendung\w*|kontakt\w*|post|anrufe?|werbe\w+"
        r"|zuschrift\w*)\b|\b(?:gebe|geben|übergebe|gehe|gehen|leite|geht|landet|landen|schalte"
        r"|schalten|sonst|nächste\w*|melde|hören von|noch (?:ein"
        r"|so)\w*)\b[^\n]{0,40}\b(?:anwalt\w*|anwältin|rechtsanw\w+|rechtsabteilung|jurist\w*"
        r"|kanzlei)\b|\b(?:verstoß\w*|verstößt|verletz\w*|rechtswidrig|illegal|verboten|unzulässig"
        r"|strafbar)\b[^\n]{0,40}\b(?:dsgvo|ds-gvo|dsg|uwg|tkg|bdsg|datenschutz\w*|werbung"
        r"|mails?)\b|\b(?:dsgvo|ds-gvo|dsg|uwg|tkg|bdsg"
        r"|datenschutz\w*)\b[^\n]{0,60}\b(?:verstoß\w*|verstößt|löschung|löschen|untersagt"
        r"|verboten|widerspr\w+|anzeige|beschwerde|strafe|bußgeld|unzulässig|verletz\w*)\b",
        unless=r"anwalt\w* (?:und|oder) (?:herrn|frau)|rechtsabteilung und (?:an|einen)|(?:über"
        r"|für) den (?:vertrieb|verkauf)|vorbehaltlich|nach zustimmung|zustimmung (?:des"
        r"|der|meine|unsere)|ich bin anw|im spam|\bkein problem\b|kanzlei (?:hat|ist|macht)"
        r"|brauche ich (?:die|eine)|nicht ohne (?:zustimmung|erlaubnis|genehmigung)",
    ),
    _r(
        "optout.law_word",
        _I.UNSUBSCRIBE,
        0.4,
        r"\b(?:dsgvo|ds-gvo|uwg|bdsg|datenschutz\w*|art(?:ikel|\.)? ?(?:15|17|21)|anwalt|anwältin"
        r"|rechtsanw\w+|rechtsabteilung|unterlassung|belästigung|widerspreche|einwilligung"
        r"|unverlangt\w*|unerwünscht\w*|unaufgefordert\w*|spam(?:mail\w*|mer)?)\b",
        unless=r"datenschutz(?:beauftragte?r?n?|software|konform\w*|grund|gründe|rechtlich)|im "
        r"spam|spam-?(?:ordner|filter)|ich bin anw|kanzlei|aus datenschutz",
    ),
    _r(
        "optout.rude",
        _I.UNSUBSCRIBE,
        0.82,
        r"\bverpiss\w*|\b(?:hau|haut|haun's) (?:\w+ )?ab\b|\bzisch\w* ab\b|\bschleich\w* (?:di"
        r"|dich|euch|eich|ihna)\b|\bzieh\w* leine\b|\bleck\w* mich\b|\bfick\w*|\bhalt\w* (?:die"
        r"|dein\w*|euer|ihr\w*) (?:klappe|schnauze|maul)\b|\bscher\w* (?:sie sich|dich|euch) zum\b"
        r"|\bnie wieder\b|\bgeh\w* scheißen\b",
        unless=r"nie wieder (?:besser|so|einen? so|ohne)",
    ),
    _r(
        "optout.way_out",
        _I.UNSUBSCRIBE,
        0.9,
        r"\bwie (?:bestell|meld|trag|komm|werd|krieg|bekomm|kann|stell|bring)\w* (?:ich|wir|man"
        r"|i) [^\n]{0,50}\b(?:ab|aus|runter|raus|weg|los|abbestellen|abmelden|austragen|einstellen"
        r"|abstellen|stoppen|verhindern)\b[^\n]{0,20}(?:\?|$)|\babmelde(?:link|knopf|button"
        r"|möglichkeit|adresse)\b|\b(?:knopf|link|button|möglichkeit|weg) (?:\w+ )?(?:zum|zur|mich"
        r"|um mich) (?:\w+ )?(?:abmeld\w+|abbestell\w+|austrag\w+|abzumelden)",
        unless=r"wie komme ich (?:zu|aus dem)|urlaub|auftrag|krank",
    ),
    _r(
        "optout.told_before",
        _I.UNSUBSCRIBE,
        0.72,
        r"\b(?:schon|bereits|scho) (?:\w+ ){0,4}?(?:mehrfach|mehrmals|einmal|zweimal|dreimal"
        r"|zwoamal|öfter|oft|im \w+|letzte\w* \w+|letztes mal|deutlich) (?:\w+ "
        r"){0,3}?(?:mitgeteilt|gesagt|gsagt|geschrieben|gebeten|erklärt|abgelehnt|abgesagt)\b"
        r"|\b(?:wie oft|wia oft|zum (?:zweiten|dritten|x-ten|wiederholten|letzten) "
        r"mal)\b[^\n]{0,30}\b(?:noch|no|muss|sag\w*|soll|bitte|schreib\w*|nein)\b|\brespektieren "
        r"sie (?:\w+ )?(?:das|es|dies|meine\w*|unsere\w*|bitte)\b|\b(?:was|welchen "
        r"teil)\b[^\n]{0,30}\bnein\b[^\n]{0,30}\bversteh\w*",
        unless=r"zuständig|mitgeteilt,? dass (?:herr|frau|sie|der|die)|anklopf\w*|weitergeleitet",
    ),
    _r(
        "optout.my_mailbox",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:mein|unser|dieses|dies) (?:postfach|briefkasten"
        r"|posteingang)\b[^\n]{0,25}\b(?:kein\w*|nicht|werbefrei|sauber)\b|\bfinger weg von\b"
        r"|\b(?:benutz|nutz|verwend|gebrauch)\w* (?:sie )?(?:\w+ ){0,3}?(?:adresse|mailadresse"
        r"|e-mail|postfach)\b[^\n]{0,25}\b(?:nicht|nie)\b|\b(?:adresse"
        r"|postfach)\b[^\n]{0,30}\b(?:nicht für|kein\w*) (?:\w+ )?(?:werb\w+|akquise\w*"
        r"|vertriebsanfragen|verkaufs\w+|spam)\b|\b(?:verschon|erspar)\w* (?:sie )?(?:mir|mich"
        r"|uns)\b|\bsparen sie (?:sich|uns|mir) (?:\w+ ){0,2}?(?:mails?|weitere\w*|künftige\w*"
        r"|zukünftige\w*|solche\w*|derartige\w*|diese\w*)\b|\blassen sie (?:mich|uns) (?:\w+ "
        r")?(?:außen vor|aus dem spiel|damit in)\b|\b(?:ihr|dein|euer|das|dies) (?:\w+ "
        r")?letzte\w? (?:schreiben|mail|nachricht|e-?mail|versuch"
        r"|kontakt\w*)\b[^\n]{0,25}\b(?:bleib\w*|blieb\w*|sein|war|ist)\b|\b(?:dies|das|es) "
        r"(?:\w+ ){0,3}?letzte\w? (?:schreiben|mail|nachricht|e-?mail"
        r"|versuch)\b[^\n]{0,20}\b(?:bleib\w*|blieb\w*|sein|war|ist)\b",
        unless=r"im spam-?ordner gelandet|versehentlich|leider im|nicht mehr aktiv|voll|nur noch "
        r"gelegentlich|postfach (?:\w+ )?nicht (?:mehr )?(?:gelesen|abgerufen|aktiv)",
    ),
    _r(
        "optout.privacy_request",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:löschung|lösch\w+|auskunft\w*|sperrung|widerspruch)\b[^\n]{0,50}\b(?:art(?:ikel"
        r"|\.)? ?(?:15|17|21)|dsgvo|ds-gvo|dsg|gespeicherte\w* daten|personenbezogene\w*|meiner "
        r"daten|unserer daten)\b|\b(?:art(?:ikel|\.)? ?(?:15|17|21)|dsgvo|ds-gvo"
        r"|dsg)\b[^\n]{0,60}\b(?:löschung|löschen|auskunft|widerspruch|verlange|fordere|fordern)\b",
        unless=r"löschung der alten adresse",
    ),
    _r(
        "optout.next_time",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:die |das |beim |jede |noch (?:eine|so eine) )(?:nächste\w*|weitere\w*|mail"
        r"|nachricht|e-mail)\b(?: \w+){0,4}? (?:mal|mails?|nachricht|schreiben|versuch|und"
        r"|,)[^\n]{0,60}\b(?:anwalt|anzeige|anzeig\w*|spam|blockier\w*|gesperrt|sperre|rechnung"
        r"|abmahn\w*|anwältin|konsequenzen|polizei|melde)\b",
    ),
    _r(
        "optout.to_the_bin",
        _I.UNSUBSCRIBE,
        0.66,
        r"\b(?:gehör\w*|land\w*|wander\w*|flieg\w*)\b[^\n]{0,25}\b(?:papierkorb|müll\w*|tonne"
        r"|rundablage)\b",
        unless=r"\baber\b|normalerweise|sonst|meist|eigentlich|versehentlich|fast",
    ),
    _r(
        "optout.annoyed",
        _I.UNSUBSCRIBE,
        0.72,
        r"^(?:bitte |sofort |jetzt |endlich |einfach )*aufhören\b|\b(?:nervig|nervt|nerven|lästig"
        r"|penetrant|aufdringlich|belästigend|zudringlich)\b|\bjetzt ist (?:aber |endlich "
        r")*(?:ruhe|schluss|genug)\b|\baus jetzt\b|\b(?:dritte|vierte|fünfte|zehnte|x-te)\w? "
        r"(?:mail|nachricht|e-mail|anschreiben)\b",
        unless=r"nerven verlieren|nervt (?:uns|mich) (?:der|das|die|bei)|nicht (?:lästig"
        r"|aufdringlich|penetrant)|\bgern\w*\b|anklopf\w*|hartnäckig",
    ),
    _r(
        "optout.neither",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:weder|keine) (?:\w+ )?(?:mails?|e-?mails?|anrufe?|post|werbung|nachrichten) (?:noch"
        r"|und|oder) (?:\w+ )?(?:mails?|e-?mails?|anrufe?|post|werbung|nachrichten)\b",
        unless=r"erhalten habe|bekommen habe|gefunden",
    ),
)

_REFERRAL = (
    _r(
        "referral.ask",
        _I.REFERRAL,
        0.65,
        r"\b(?:sie )?melden (?:sie )?sich (?:doch |bitte |am besten |lieber |mal )*(?:bei|an)\b(?!"
        r" (?:mir|uns))|\b(?:wenden sie sich|fragen sie|sprechen sie|schreiben sie|kontaktieren"
        r" sie|rufen sie|melden sie sich|versuchen sie|probieren sie|richten sie|mailen sie|frag"
        r"|frag mal|sprich|ruf|schreib|wende dich|meld dich|schicken sie (?:\w+ ){0,3}an|senden"
        r" sie (?:\w+ ){0,3}an|adressieren sie|halten sie sich an)\b[^\n]{0,60}?\b(?:an|mal|am"
        r" besten|bitte|direkt|lieber|doch|bei|mit|herrn?|frau|kollegin|kollegen?|unsere\w*"
        r"|meine\w*|den|die|einfach|es)\b|\b(?:müssen|sollten|können|besser|am besten|müssten"
        r"|würden) (?:sie )?[^\n]{0,40}\b(?:mit|an|bei)\b[^\n]{0,50}\b(?:reden|sprechen|wenden"
        r"|melden|fragen|klären|besprechen)\b|\b(?:anzusprechen|ansprechpartner\w*"
        r"|ansprechperson|anlaufstelle|an (?:herrn|frau|meine\w*|unsere\w*|den|die) )\b",
        unless=r"bin ich|\b(?:mich|mir)\b(?! in)|melden sie sich (?:\w+ )?(?:ab|im|in|nach|wieder"
        r"|noch|nächst|erst|dann|später|gerne? (?:im|ab|in|nach|wieder))|\bnicht\b|rufen sie"
        r" (?:mich|uns)|woher|ihr ansprechpartner|sprechen sie mich",
    ),
    _r(
        "referral.handles",
        _I.REFERRAL,
        0.62,
        r"\b(?:ist|wäre|sind|macht|leitet|betreut|verantwortet|kümmert sich|übernimmt|hat|führt"
        r"|bearbeitet|koordiniert|steuert|entscheidet|weiß|vertritt|liegt bei|läuft über|geht"
        r" (?:an|über)|hat übernommen|übernommen)\b[^\n]{0,50}\b(?:zuständig\w*"
        r"|verantwortlich\w*|richtig\w*|bescheid|vertrieb\w*|verkauf\w*|herr\w*|frau|kolleg\w*"
        r"|chef\w*|leiter\w*|darum|dafür|das|dies\w*)\b|\b(?:zuständig|verantwortlich|der"
        r" richtige|die richtige|richtiger|bester|liegt|läuft)\b[^\n]{0,30}\b(?:ist|sind|wäre"
        r"|bei|über|herr\w*|frau|unser\w*|mein\w*|kolleg\w*)\b",
        unless=r"\b(?:ich|wir|nicht|kein\w*|wer|wo|niemand)\b(?!.{0,60}(?:@|\(at\)|herr|frau))|bei"
        r" mir|das ist (?:nett|schön|gut)",
    ),
    _r(
        "referral.passed_on",
        _I.REFERRAL,
        0.9,
        r"\b(?:weitergeleitet|weiter geleitet|weitergegeben|weitergereicht|übergeben|weiterleite"
        r"|leite\b[^\n]{0,90}\bweiter|gebe\b[^\n]{0,90}\bweiter|reiche\b[^\n]{0,40}\bweiter"
        r"|geleitet an|gereicht an|vorgelegt|hingelegt|gegeben|auf den tisch gelegt)\b",
        unless=r"\bnicht\b|\bbevor\b|\bwenn\b|\bfalls\b|\bkann\b|\bkeine\b",
    ),
    _r(
        "referral.copying",
        _I.REFERRAL,
        0.85,
        r"\b(?:in (?:kopie|cc|cc:|cc gesetzt|den verteiler)|(?:nehme|setze|hole|habe"
        r"|füge)\b[^\n]{0,50}\b(?:kopie|cc|dazu|hinzu|mit ins boot|ins boot|mit rein|mit auf))\b",
        unless=r"\bnicht\b",
    ),
    _r(
        "referral.reach",
        _I.REFERRAL,
        0.5,
        r"\b(?:erreichbar|erreichen|durchwahl|zu erreichen|seine|ihre) ?(?:\w+ )?(?:unter|ist|:"
        r"|adresse|mail|nummer|\d)",
        unless=r"\b(?:ich bin|mich|mir|woher|ihre (?:mail|adresse|nummer|e-?mail))\b",
    ),
    _r(
        "referral.family",
        _I.REFERRAL,
        0.66,
        r"\b(?:führt|macht|leitet|betreut|übernimmt|übernommen hat|schmeißt|regelt|entscheidet"
        r"|verantwortet|erledigt|kümmert sich|zuständig (?:ist|wäre)|an|bei"
        r"|mit)\b[^\n]{0,30}\b(?:mein\w*|unser\w*) (?:\w+ )?(?:neffe\w*|nichte|sohn|tochter|bruder"
        r"|schwester|schwager|schwägerin|frau|mann|gattin|gatte|vater|mutter|partner\w*|kompagnon"
        r"|kolleg\w*|chef\w*|geschäftspartner\w*|mitgesellschafter\w*|nachfolger\w*|assistent\w*"
        r"|stellvertret\w*|vorgesetzte\w*)\b|\b(?:probier|probieren|versuch|versuchen|frag|fragen"
        r"|frogn|red|reden|meld|melden)\w* (?:s'|sie|'s|s|ses|du|di|dich) (?:es |mal |doch |bitte "
        r"|lieber |am besten )*(?:bei|mit|den|die|beim|an)\b",
        unless=r"\b(?:nicht|kein\w*|weder)\b|bei mir|mit mir",
    ),
    _r(
        "referral.not_me_but",
        _I.REFERRAL,
        0.72,
        r"\bnicht (?:mir|mich|an mich|bei mir|ich|mit mir)\b[^\n]{0,15}\bsondern\b|\b(?:lieber"
        r"|besser|eher) (?:an|bei|mit) (?:herrn?|frau|meine\w*|unsere\w*|die|den)\b",
    ),
)

_RIGHT_PERSON = (
    _r(
        "right.me",
        _I.RIGHT_PERSON,
        0.92,
        r"^(?:ja|jawohl|genau|richtig|korrekt|stimmt|absolut)[.! ]*$|\b(?:läuft|geht|laufen)"
        r" (?:alles )?(?:über|durch) mich\b|\bsie können (?:gern\w* )?(?:mit mir|mich|direkt mit"
        r" mir)\b|\b(?:habe|hab) (?:ich )?(?:das|den vertrieb|die stelle) übernommen\b|\b(?:der "
        r"|ihr |die )?(?:ansprechpartner\w*|zuständige\w*|verantwortliche\w*|richtige) (?:dafür"
        r" )?bin ich\b|^ja,? ich[.! ]*$|^(?:(?:ja|jep|jup|genau|guten tag|hallo|moin|richtig"
        r"|stimmt)[,.!]? )*(?:(?:das|dies|der|die|dafür|hier) )?(?:bin ich|ich|mache ich|macht"
        r" meine wenigkeit|meine wenigkeit|liegt bei mir|läuft (?:über|bei) mi[rc]h?|am apparat"
        r"|der bin ich|die bin ich|ich selbst)(?: (?:selbst|das|hier|dafür|zuständig"
        r"|persönlich))*[.!) ]*(?=$|[,;])",
    ),
    _r(
        "right.desk",
        _I.RIGHT_PERSON,
        0.85,
        r"\b(?:richtige|passende) (?:adresse|person|stelle)\b[^\n]{0,12}\b(?:erwischt|gefunden"
        r"|gelandet)|\b(?:über|auf) mein(?:en|em) (?:schreib)?tisch\b|\bmein (?:bereich|ressort"
        r"|job|gebiet|baby)\b|\bda bin ich\b|\bder richtige bin ich\b",
        unless=r"\bfalsch\w*|\bnicht\b|\bkein\w*",
    ),
    _r(
        "right.at_me",
        _I.RIGHT_PERSON,
        0.9,
        r"\b(?:ich entscheide|entscheide ich|das ist meine entscheidung)\b|\b(?:da |hier |dafür "
        r"|damit |schon )?(?:sind|bist|wären|liegen|seid) (?:sie |du )?(?:da |hier |schon |damit"
        r" )*(?:bei mir |an der |an |auf der |genau )*(?:genau |absolut |goldrichtig|richtig\w*"
        r"|an der richtigen adresse|an der richtigen stelle)|\bbei mir (?:richtig|an der"
        r" richtigen)|\b(?:ich|wir) (?:bin|sind|selbst|persönlich|mache|machen|leite|verantworte"
        r"|betreue|übernehme|kümmere|entscheide|führe|habe"
        r"|steuere)\b[^\n]{0,50}\b(?:zuständig\w*|verantwortlich\w*|ansprechpartner\w*"
        r"|vertrieb\w*|verkauf\w*|selbst|darum|geschäftsführer\w*|inhaber\w*|chef\w*"
        r"|vertriebsleiter\w*|leitung)\b|\b(?:vertrieb|verkauf|das|dies|darum|dafür"
        r"|alles)\b[^\n]{0,25}\b(?:mache|leite|verantworte|betreue|kümmere|übernehme|entscheide"
        r"|bin|liegt bei|läuft bei|läuft über|fällt in)\b[^\n]{0,15}\b(?:ich|mir|mich|mein\w*)\b",
        unless=r"\bnicht\b|\bkein\w*\b|\bfalsch\b|verkehrt|\bwer\b|früher|nichts|\bweiter\b"
        r"|weiterleit|ihre (?:anfrage|mail|nachricht)",
    ),
    _r(
        "right.that_is_me",
        _I.RIGHT_PERSON,
        0.88,
        r"\b(?:das|dies|der|die|dafür|vertrieb|des|dös|deas|dat|zuständig|verantwortlich"
        r"|ansprechpartner\w*) (?:bin|wäre|wär|bi|ben) (?:dann |da |wohl |tatsächlich |leider "
        r"|immer noch |nach wie vor |hier |also |wieder )*(?:ich|i|ick|meinereiner)\b|\b(?:bin"
        r"|wäre|wär) (?:dann |da |wohl |tatsächlich |leider |immer noch |also )*(?:das |dös |des "
        r")?(?:ich|i)(?: dann| wohl| selbst| selber| persönlich| allein| hier)*[.!) ]*$|\bich "
        r"bin(?:'s|s| es)\b(?: \w+){0,2}[.! ]*$|\bi bin'?s\b|\b(?:entscheid\w*|moch|mach|mache) "
        r"(?:tue?n? |tua )?i\b|\b(?:entscheid\w*|verhandl\w*|akquirier\w*) tu\w* (?:ich|i)\b"
        r"|\b(?:den|die) (?:richtigen?|zuständigen?|verantwortlichen?) (?:\w+ )?(?:gefunden"
        r"|erwischt|getroffen|am (?:apparat|draht|telefon|rohr)|vor sich|angeschrieben|im "
        r"visier)\b|\b(?:gold ?richtig|genau richtig|am richtigen ort|am richtigen platz|richtig "
        r"gelandet|richtig adressiert|an der richtigen stelle)\b|\b(?:sitzt|steht|schreibt"
        r"|antwortet)\b[^\n]{0,20}\b(?:vor ihnen|ihnen gerade|ihnen hier)\b|\bder (?:schreibt"
        r"|sitzt) (?:ihnen|hier)\b",
        unless=r"\b(?:nicht|nie|kein\w*|falsch\w*|früher)\b|bin ich (?:froh|gespannt|raus|dabei"
        r"|skeptisch|neugierig|überfragt)",
    ),
    _r(
        "right.remit",
        _I.RIGHT_PERSON,
        0.86,
        r"\b(?:obliegt|untersteht|unterstehen|untersteht das|gehört|unterliegt) (?:\w+ )?mir\b"
        r"|\bmir (?:obliegt|untersteht|unterstellt)\b|\b(?:fällt|fallen|liegt|liegen|gehört"
        r"|gehören) (?:\w+ ){0,2}?(?:in|zu|unter|bei|auf) (?:mein\w*|mir)(?: (?:bereich|ressort"
        r"|zuständigkeit\w*|verantwortung\w*|aufgaben\w*|gebiet|kompetenz\w*|tisch|abteilung))?\b"
        r"|\b(?:mädchen für alles|personalunion|in einer person)\b|\b(?:ich|i) (?:verantworte"
        r"|leite|führe|betreue|steuere|mache|mach|schmeiße|regle|organisiere|verantwort"
        r"|leit)\b[^\n]{0,40}\b(?:vertrieb\w*|verkauf\w*|akquise|neukund\w*|kunden\w*|sales"
        r"|marketing|das|alles|bereich)\b|\b(?:vertrieb\w*|verkauf\w*|akquise|neukunden\w*"
        r"|kundengewinnung|sales|das|dies)\b[^\n]{0,30}\b(?:verantworte|leite|führe|betreue"
        r"|steuere|mache|mach|entscheide|regle|organisiere|verantwort) (?:bei uns |hier |seit \w+ "
        r"|immer |alles )*(?:ich|i)\b|\b(?:am ende|letztlich|letzten endes|bei uns|hier|sowas"
        r"|darüber|solche (?:sachen|dinge|fragen)) (?:entscheide|unterschreibe|bestimme|mache"
        r"|kümmere) ich\b|\bwer sonst\b|\bdie chefin (?:persönlich|selbst)\b|\bder chef "
        r"(?:persönlich|selbst|höchstpersönlich)\b",
        unless=r"\b(?:nicht|kein\w*|früher|damals|nie|nichts)\b|leite ich|leite (?:ihre|das|die"
        r"|den|es) (?:\w+ ){0,3}weiter|weiter[.! ]*$|machen wir",
    ),
    _r(
        "right.guessed",
        _I.RIGHT_PERSON,
        0.84,
        r"\b(?:richtig|korrekt|gut|goldrichtig) (?:vermutet|geraten|getippt|gedacht|angenommen"
        r"|recherchiert|kombiniert|verstanden)\b|\b(?:liegen|vermuten|tippen|raten|vermutest) "
        r"(?:sie |da |damit |schon |völlig |ganz )*(?:gold)?richtig\b|^(?:volltreffer|treffer"
        r"|bingo|erraten|ins schwarze|jawoll?)\b|\bins schwarze getroffen\b|\b(?:der|die) (?:bin"
        r"|wär|wäre) (?:ich|i)\b",
        unless=r"\bnicht\b|\bfalsch\b",
    ),
    _r(
        "right.alone_here",
        _I.RIGHT_PERSON,
        0.5,
        r"\b(?:ein-?(?:mann|frau)-?\w+|einzelunternehm\w*|einzelkämpfer\w*"
        r"|solo-?selb(?:st)?ständig\w*)\b|\b(?:ich bin|bin) (?:\w+ )?(?:alleine?|solo)\b"
        r"|\balleine? (?:im betrieb|in der firma)\b",
    ),
    _r(
        "right.the_boss",
        _I.RIGHT_PERSON,
        0.8,
        r"\b(?:den|die|der) (?:chef\w*|boss|inhaber\w*|geschäftsführer\w*|leiter\w*) (?:\w+ "
        r")?(?:erwischt|am apparat|persönlich|selbst|höchstselbst|vor sich|an der strippe)\b"
        r"|\bhier (?:schreibt|antwortet|spricht) (?:\w+ )?(?:der|die) (?:chef\w*|inhaber\w*"
        r"|geschäftsführer\w*)\b",
        unless=r"\bnicht\b|fragen",
    ),
    _r(
        "right.nobody_else",
        _I.RIGHT_PERSON,
        0.82,
        r"\bniemand (?:anders |anderes |sonst )?(?:als|außer) (?:ich|mir)\b|\bkein anderer als "
        r"ich\b",
    ),
    _r(
        "right.to_me",
        _I.RIGHT_PERSON,
        0.83,
        r"\b(?:den|das|die|dies|des|vertrieb|verkauf|akquise|alles|sowas) (?:mach|mache|erledige"
        r"|regle|übernehme|organisiere|bespiele|betreue|verantworte) ich\b|\b(?:an|mit|bei) (?:die"
        r"|den|der|dem) richtigen?(?: (?:geraten|geschrieben|gelangt|person|mann|frau"
        r"|gekommen))?[.! ]*$|\bsie schreiben (?:\w+ )?an (?:die|den) richtigen?\b|\bmit mir "
        r"(?:sind|liegen|reden|sprechen) sie (?:\w+ )?(?:gut|richtig\w*|schon)\b|\b(?:das ist|ist "
        r"das|genau|wäre) (?:\w+ )?mein (?:thema|fachgebiet|part|beritt|steckenpferd|metier|revier"
        r"|gebiet|verantwortungsbereich)\b|\bich kümmer\w* mich (?:\w+ )?(?:drum|darum|selbst|um "
        r"(?:den|das|die|neue\w*|alle\w*))\b|\bum (?:das|den|die|sowas|so was) (?:\w+ )?kümmere "
        r"ich mich\b|\blandet (?:\w+ )?(?:bei mir|auf meinem)\b",
        unless=r"\b(?:nicht|kein\w*|weiter|nie|früher)\b|den richtigen (?:preis|zeitpunkt)",
    ),
    _r(
        "right.responsible",
        _I.RIGHT_PERSON,
        0.84,
        r"\bbin ich (?:\w+ ){0,3}?(?:verantwortlich|zuständig|ansprechpartner\w*|entscheider\w*)\b"
        r"|\b(?:entscheidung\w*|entscheid) (?:\w+ ){0,3}?(?:treffe|fälle|liegt) (?:ich|bei mir)\b"
        r"|\btreffe ich (?:selbst|selber|allein\w*)?",
        unless=r"\b(?:nicht|nur|weder|kein\w*|lediglich|früher)\b",
    ),
)

_INTERESTED = (
    _r(
        "interest.talk",
        _I.INTERESTED,
        0.85,
        r"\b(?:gerne?|lassen sie uns|können wir|könnten wir|sollten wir|wir können|freue mich|bin"
        r" offen|wäre offen|offen für|bereit|passt|würde mich|kann ich|ich kann|machen wir"
        r"|vereinbaren|vereinbart)\b[^\n]{0,50}?\b(?:telefonier\w*|sprechen|gespräch\w*|reden"
        r"|austausch\w*|treffen|termin\w*|unterhalten|kennenlernen|kennen lernen|besprechen|zoom"
        r"|teams|call|kaffee|anhören|anschauen|ansehen|hören)\b|\b(?:termin\w*|gespräch"
        r"|telefonat|call)\b[^\n]{0,30}\b(?:vereinbaren|ausmachen|machen|vorschlagen|passt"
        r"|möglich)",
        unless=r"\bsobald\b|\bdanach\b|\berst (?:wenn|im|nach|ab|nächst\w*)\b|interess\w*,? aber"
        r"|\bnicht\b|\bkein\w*\b|später|nächstes jahr|keinesfalls|wieder (?:sprechen"
        r"|telefon)",
    ),
    _r(
        "interest.send",
        _I.INTERESTED,
        0.88,
        r"\b(?:schick\w*|send\w*|mail\w*|übersend\w*|lass\w*|zuschicken|zukommen|zusenden|hätte "
        r"gerne?|bräuchte|bräuchten|können sie|könnten sie|würden sie|kannst du|könntest du"
        r"|unterbreit\w*|gern\w* (?:mal )?ein\w*)\b[^\n]{0,50}?\b(?:unterlagen|infos?"
        r"|informationen|infomaterial|infos|angebot\w*|broschüre\w*|präsentation\w*|preis\w*"
        r"|details|beispiel\w*|referenzen|material\w*|was (?:sie )?(?:haben|da)|katalog\w*"
        r"|prospekt\w*|näheres|mehr dazu|link|konzept|offerte\w*|terminvorschl\w*"
        r"|kostenvoranschlag\w*|unterlage|muster|demo|exposé|leistungsbeschreibung\w*|folien"
        r"|steckbrief|one-?pager|vorschl[aä]g\w*)\b",
        unless=r"\b(?:keine?|nicht|nie|verschonen|nicht mehr)\b",
    ),
    _r(
        "interest.call_me",
        _I.INTERESTED,
        0.9,
        r"\b(?:rufen sie (?:mich|uns)|ruf(?:t)? mich|melden sie sich (?:telefonisch|gerne?"
        r" telefonisch|bei mir|gerne? bei mir)|klingeln sie|erreichen mich|meine (?:nummer"
        r"|durchwahl|handynummer|mobilnummer)|anruf\w* (?:genügt|gern)|bin (?:\w+"
        r" )?(?:erreichbar|zu erreichen)|können (?:sie )?(?:mich|gern) anrufen|um rückruf|bitte"
        r" um (?:einen )?(?:anruf|rückruf))\b",
        unless=r"\bnicht\b(?! vor)|\bnie\b",
    ),
    _r(
        "interest.yes",
        _I.INTERESTED,
        0.8,
        r"\bhaben sie (?:\w+ )?(?:preise|preisliste|referenzen|beispiele) für (?:mich|uns)\b"
        r"|\b(?:klingt|hört sich|wäre|finde ich|das ist|sehr|durchaus|grundsätzlich|prinzipiell"
        r"|könnte) (?:\w+ )?(?:spannend|interessant|gut|vielversprechend|passend|hilfreich"
        r"|sinnvoll)\b|\b(?:interessiert (?:mich|uns)|bin interessiert|sind interessiert"
        r"|(?:haben|hätten|hätte) (?:\w+ )?interesse|habe (?:\w+ )?interesse|interesse (?:ist"
        r" )?(?:da|besteht|vorhanden)|interesse geweckt|neugierig|erzählen sie (?:mir |uns"
        r" )?(?:\w+ )?mehr|mehr (?:erfahren|wissen|hören)|schießen sie los|legen sie los|wir"
        r" suchen (?:gerade|aktuell|momentan)|kommt (?:genau )?(?:richtig|gelegen)|warum nicht"
        r"|schau(?:e|en)? (?:ich|wir) (?:mir|uns) (?:gern\w* )?an|gucken wir|(?:ja|sehr) gerne?"
        r"|ja,? bitte|haben sie (?:\w+ )?(?:broschüre|unterlagen|prospekt|katalog|beispiele"
        r"|infomaterial|website)|mehr infos?|gerne?[.!,])\b|^gerne?\b",
        unless=r"\bsobald\b|\bdanach\b|\berst (?:wenn|im|nach|ab|nächst\w*)\b|interess\w*,? aber"
        r"|\b(?:kein\w*|nicht|nie)\b|\bgern(?:e)? (?:allein|im|ab|in|nach|wieder|später"
        r"|nächst|noch)|melden sie sich gern\w* (?:im|ab|in|nach|wieder|später|nächst|noch)"
        r"|schreiben sie (?:ihr|ihm)",
    ),
    _r(
        "interest.time",
        _I.INTERESTED,
        0.78,
        r"\b(?:{weekday}|morgen|nächste woche|kommende woche|vormittag\w*|nachmittag\w*|um"
        r" \d{1,2}(?::\d\d)? ?uhr|zwischen \d{1,2} und \d{1,2})\b[^\n]{0,40}\b(?:passt|ginge"
        r"|geht|zeit|frei|möglich|recht|an\b|telefon\w*|uhr)\b|\bwann (?:passt|hätten|haben"
        r"|können|würde|ist|wäre)\b",
        unless=r"\bnicht\b|\bkein\w*\b|urlaub|wieder (?:da|im|für)|abwesend",
    ),
    _r(
        "interest.yes_please",
        _I.INTERESTED,
        0.82,
        r"^(?:hey|hi|hallo|moin|servus|na|oh|ah|grüezi|guten tag)?[,.! ]*(?:ja|jo|joa|jawohl|au ja"
        r"|oh ja)?[,! ]*(?:sehr |gerne? |aber |liebend )*gerne?\b(?=[,.!:]|$| (?:mehr|her|doch"
        r"|auch|einmal|mal)\b)|\b(?:sehr|höchst|durchaus|grundsätzlich|generell|prinzipiell"
        r"|wirklich|stark|ernsthaft) (?:daran )?interessiert\b|\b(?:wäre|wären|bin|sind|hätte"
        r"|hätten)\b[^\n]{0,60}\b(?:interessiert|interesse)\b|\b(?:immer )?her damit\b|\b(?:bin"
        r"|wäre|sind) (?:ich |wir |da |gern |gerne |auf jeden fall )*(?:dabei|gespannt|ganz ohr"
        r"|neugierig|offen dafür|offen für|aufgeschlossen)\b|\bich höre\b[.! ]*$|\blass\w* (?:sie "
        r")?(?:mal |doch )?hören\b|\bschieß\w* (?:\w+ )?los\b|\berzähl\w* (?:\w+ ){0,3}?(?:mehr"
        r"|mal|davon|darüber)\b|\bwie gerufen\b|\boffene türen\b|\btrifft sich (?:\w+ )?(?:gut"
        r"|perfekt|hervorragend|prima)\b|\b(?:ihr|dein|euer) timing\b|\b(?:genau )?zur richtigen "
        r"zeit\b|\bgenau (?:das|so (?:etwas|was|jemanden)) (?:brauchen|suchen|fehlt)\b"
        r"|\b(?:brauchen|suchen|bräuchten) (?:wir )?(?:\w+ )?(?:dringend|händeringend|schon lange"
        r"|genau)\b|\b(?:wir|ich) (?:\w+ ){0,2}?(?:dringend"
        r"|händeringend)\b[^\n]{0,40}\b(?:brauch\w*|such\w*|hilfe|unterstützung)\b",
        unless=r"\bsobald\b|\bdanach\b|\berst (?:wenn|im|nach|ab|nächst\w*)\b|interess\w*,? aber"
        r"|\b(?:kein|keine|nicht) (?:\w+ )?(?:interess\w+|interesse)|\bnicht (?:dabei|offen"
        r"|neugierig)|gern\w* (?:allein|später|im|nach|wieder)|woher|bevor|ebenso wenig"
        r"|schlecht\w*",
    ),
    _r(
        "interest.meet",
        _I.INTERESTED,
        0.86,
        r"\b(?:trag|tragen|buch|buchen|such|suchen|wähl|wählen|nimm|nehmen)\w* (?:sie |dir |dich "
        r"|euch |sich |einfach |bitte |gern\w* |doch )*(?:\w+ ){0,3}?(?:termin\w*|slot\w*|kalender"
        r"|zeitfenster|platz)\b|\b(?:mein\w*|unser\w*) (?:online-?)?(?:kalender|terminlink"
        r"|buchungslink|calendly)\b|\bterminvorschl[aä]g\w*|\bvorschläge für (?:ein|einen)\b"
        r"|\bschlag\w* (?:sie )?(?:mir |uns |bitte |mal |gern\w* |einfach |doch |ein |einen |zwei "
        r"|ein paar )*(?:was|termin\w*|etwas|zeit\w*|tag)?\b[^\n]{0,20}\bvor\b|\bmach\w* (?:sie "
        r")?(?:mir|uns) (?:\w+ ){0,3}?(?:vorschlag|vorschläge|angebot|offerte)\b|\b(?:komm|kommen"
        r"|schau|schauen|kumm)\w* (?:sie |'s |s' |doch |gern\w* |einfach |mal |ruhig |bitte |am "
        r"\w+ |nächste \w+ )*(?:vorbei|zu uns|her|vorbeischauen|auf einen kaffee)\b|\b(?:würden"
        r"|möchten|laden|lade|einladen|zu einem)\b[^\n]{0,40}\b(?:einladen|gespräch\w* ein"
        r"|kennenlern\w*|erstgespräch|vor-?ort-?termin|besichtig\w*|probe\w*)\b|\b(?:erstgespräch"
        r"|telefontermin|videocall|video-?call|videokonferenz|teams-?call|zoom-?call)\b",
        unless=r"kalender (?:\S+ ){0,4}(?:voll|dicht)|\b(?:kein|keine|keinen|nicht|nie)\b|wieder "
        r"vorbei|schauen sie im (?:januar|februar|frühjahr|herbst)|später",
    ),
    _r(
        "interest.do_call",
        _I.INTERESTED,
        0.85,
        r"\b(?:zögern sie nicht|scheuen sie sich nicht|zögere nicht)\b|\bwenn (?:sie|du) nichts "
        r"(?:\w+ ){0,3}?hör\w*\b[^\n]{0,40}\b(?:ruf|schreib|meld|hak|erinner)\w*|\bwann "
        r"(?:passt'?s|passts|passt es|geht'?s|hätten|haben|können|würde|wär\w*)\b|\b(?:hör|schau"
        r"|guck|seh)e? (?:ich|i|ma|wir) (?:mir|uns|ma) (?:\w+ ){0,2}?(?:an|gern\w*)\b|\bkommen "
        r"sie (?:\S+ ){0,5}?(?:zu (?:uns|mir)|vorbei|her)\b|\b(?:zehn|fünf|fünfzehn|zwanzig|10|15"
        r"|20|30) minuten (?:hätt\w*|hab\w*|hör\w*|geb\w*|nehm\w*|kann|sind|zeit)\b",
        unless=r"\bkein\w*\b|nicht (?:mehr|mit)|zögern sie nicht,? (?:\w+ ){0,3}(?:herrn|frau|kolleg)",
    ),
    _r(
        "interest.granted",
        _I.INTERESTED,
        0.78,
        r"^(?:na gut|na schön|also gut|okay|ok|meinetwegen|von mir aus|na ja gut|gut)[,.:! "
        r"]+(?:\w+ ){0,6}?(?:minuten|{weekday}|termin|telefonieren|schicken|reden|uhr|her"
        r"|kommen)\b|\b(?:{weekday}|morgen|übermorgen) (?:um|gegen|ab|vormittag|nachmittag|früh"
        r"|abend)\b[^\n]{0,20}\?",
        unless=r"\bnicht\b|\bkein\w*\b|zurück|wieder da",
    ),
    _r(
        "interest.why_not",
        _I.INTERESTED,
        0.8,
        r"\bnicht (?:uninteressant|abgeneigt|verkehrt|übel|ausgeschlossen)\b|\bspricht (?:\w+ "
        r")?nichts dagegen\b|\bmeinetwegen\b|\bvon mir aus\b|\brüberwachsen\b|\blassen sie (?:mal "
        r"|doch )?(?:was|etwas|infos?|unterlagen) (?:da|rüber|hören|sehen|rüberwachsen)\b"
        r"|\b(?:klingel|ruf|klopf|läut)\w* (?:sie )?(?:\w+ ){0,3}?(?:durch|an)\b[.! ]*$|\bbitte "
        r"um (?:\w+ )?(?:angebot|rückruf|zusendung|unterlagen|kontaktaufnahme|terminvorschl\w*"
        r"|informationen?)\b|\b(?:reichen|legen|geben|stellen|machen) sie (?:\w+ ){0,3}?(?:angebot"
        r"|konzept|offerte|vorschlag)\b|\b(?:könnten|können) (?:wir )?(?:\w+ )?(?:hilfe"
        r"|unterstützung) (?:\w+ )?(?:gebrauchen|brauchen)\b|\büberzeugt,|\bkann man drüber "
        r"reden\b|\bkönnen wir (?:gern\w* )?drüber (?:reden|sprechen)\b",
        unless=r"\bkein\w*\b|später|im (?:{month})|nach (?:dem|der|den)|meinetwegen nicht|nicht "
        r"(?:mehr )?(?:an|durch)\b",
    ),
    _r(
        "interest.next_step",
        _I.INTERESTED,
        0.8,
        r"\bwollen wir (?:uns )?(?:\w+ ){0,4}?(?:treffen|sehen|zusammensetzen|telefonieren"
        r"|sprechen|austauschen|reden)\b|\bwie (?:gehen|machen|verfahren) wir (?:\w+ )?(?:weiter"
        r"|vor|das)\b|\b(?:nächste[rn]?|weitere[ns]?) (?:schritte?|vorgehen)\b|^(?:oh,? |sehr "
        r"|wirklich )*(?:spannend|interessant|klingt gut|hört sich gut an|cool|super sache)[,.! ]",
        unless=r"\bnicht\b|\bkein\w*\b|\baber\b",
    ),
)

_QUESTION = (
    _r(
        "question.about",
        _I.QUESTION,
        0.86,
        r"\b(?:worum|um was|wovon|wofür|womit|worüber|wozu|zu welchem (?:thema|zweck)|in welcher"
        r" (?:sache|angelegenheit)|welches (?:anliegen|thema|produkt)|was genau|was (?:möchten"
        r"|wollen|verkaufen|bieten|machen|haben|ist|sind|soll|kann|können|konkret|wäre|hätten"
        r"|für|führt|tun)|was (?:ihr|das|es)|worauf|inwiefern|wie (?:darf|kann) ich (?:das|ihre"
        r"|ihnen))\b[^\n]{0,80}(?:\?|geht|handelt)|\bum was geht'?s\b|\bum was (?:geht|handelt"
        r"|dreht)\b|\bgeht (?:es )?(?:um|hier um|dabei um)\b[^\n]{0,60}\?|\b(?:können|könnten)"
        r" sie (?:\w+ ){0,3}(?:konkreter|genauer|präzisieren|erläutern|erklären|sagen,? (?:worum"
        r"|um was|was))|\bbitte (?:\w+ )?(?:konkretisieren|erläutern|präzisieren|teilen sie"
        r" (?:mir|uns) mit)\b",
    ),
    _r(
        "question.who",
        _I.QUESTION,
        0.86,
        r"\b(?:wer (?:sind|bist|ist|steckt|schreibt)|kennen wir uns|für (?:wen|welche (?:firma"
        r"|unternehmen)) |von welcher firma|mit wem|in wessen auftrag|wer hat (?:sie|ihnen"
        r"|mich))\b[^\n]{0,60}\?",
        unless=r"wer (?:bei uns )?(?:dafür|zuständig)",
    ),
    _r(
        "question.source",
        _I.QUESTION,
        0.88,
        r"\b(?:woher|wo|wie|von wem)\b[^\n]{0,20}\b(?:haben|hast|kennen|kommen|bekommen|stammt|sind"
        r"|hatten)\b[^\n]{0,30}\b(?:adresse|kontakt\w*|e-?mail\w*|daten|namen?|nummer|mich|uns"
        r"|meine\w*|unsere\w*|daran)\b",
    ),
    _r(
        "question.price",
        _I.QUESTION,
        0.85,
        r"\b(?:was kostet|was kosten|wie teuer|wie viel (?:kostet|kosten)|wieviel|zu welchem preis"
        r"|welche (?:kosten|preise|referenzen|erfahrung\w*)|haben sie (?:referenzen"
        r"|erfahrung\w*)|arbeiten sie (?:bereits|schon|auch) (?:mit|für|in))\b",
    ),
    _r(
        "question.mark",
        _I.QUESTION,
        0.5,
        r"[a-zäöüß)\"']\?(?!\?)",
        unless=r"\b(?:ok|passt|recht|wann|telefon\w*|{weekday}|was soll das|verstanden)\b ?\?|rufen sie",
    ),
    _r(
        "question.open",
        _I.QUESTION,
        0.65,
        r"^(?:und |aber |äh |also )?(?:wer|was|wie|wo|warum|wieso|weshalb|welche\w*|haben sie|sind"
        r" sie|ist das|handelt|geht es|bieten sie|verkaufen sie|können sie|wollen sie|möchten"
        r" sie|arbeiten sie)\b[^\n]{3,120}\?",
        unless=r"preise für|preisliste|broschüre|unterlagen|prospekt|katalog|infomaterial|\bwann\b"
        r"|telefon|was soll das",
    ),
    _r(
        "question.verb_first",
        _I.QUESTION,
        0.64,
        r"^(?:(?:guten (?:tag|morgen|abend)|hallo|servus|moin|grüezi|sehr geehrte\w*|liebe\w*|und"
        r"|aber|kurze frage|frage)\b[^\n,:]{0,30}[,:]? ){0,2}(?:ist|sind|liegt|gibt es|gibt's|hat"
        r"|haben|kann|könnte|läuft|funktioniert|unterstützt|verkaufen|bieten|machen|vertreten"
        r"|sprechen|meinen|reden|geht|handelt|wird|werden|dürfen|darf|muss|gilt|gehört|gehören"
        r"|arbeiten|kommt|seid|bist|sitzen|haftet|kostet)\b[^\n]{3,140}\?",
        unless=r"termin|passt|telefon|\bzeit\b|{weekday}|unterlagen|schicken|preisliste|broschüre"
        r"|katalog|infomaterial|was soll das|kaffee|call|gespräch|prospekt|sie noch ganz"
        r"|lust",
    ),
    _r(
        "question.not_clear",
        _I.QUESTION,
        0.82,
        r"\b(?:versteh\w*|kapier\w*|begreif\w*) (?:ich )?(?:\w+ ){0,2}?nicht\b[^\n]{0,14}\b(?:was"
        r"|worauf|worum|wie|wozu|warum|wer|ihr\w*|die frage|den zweck|ganz)\b|\bmir (?:ist|wird) "
        r"(?:\w+ ){0,2}?(?:nicht|unklar)(?: ganz)? ?(?:klar)?,? (?:was|worum|wer|wofür|wozu|worauf"
        r"|wie)\b|\berschließt sich (?:mir|uns) (?:\w+ )?nicht\b|\b(?:würde|möchte|müsste|muss) "
        r"(?:ich )?(?:\w+ ){0,3}?wissen,? (?:was|wer|worum|woher|wofür|ob|wozu|für wen)\b|\bbevor "
        r"(?:ich|wir)\b[^\n]{0,70}\b(?:wer|was|worum|woher|wozu|mehr über|wissen)\b",
        unless=r"weiß nicht,? wer|keine ahnung",
    ),
    _r(
        "question.tell_me_first",
        _I.QUESTION,
        0.83,
        r"\b(?:teil\w*|sag\w*|nenn\w*|erklär\w*|verrat\w*) (?:sie )?(?:mir|uns) (?:\w+ "
        r"){0,3}?(?:mit,? )?(?:was|wer|wen|in wessen|in welche\w*|wo|wie|worum|woher|wozu|wofür"
        r"|für wen|weshalb|warum|ihren auftraggeber|den zweck|ihr anliegen|den grund)\b",
        unless=r"wann (?:es|sie)|wie ich sie",
    ),
)

_NOT_NOW = (
    _r(
        "later.not_now",
        _I.NOT_NOW,
        0.84,
        r"\b(?:momentan|derzeit|zurzeit|zur zeit|aktuell|gerade|im moment|augenblicklich|gegenwärtig"
        r"|dieses jahr|heuer|diesen monat|vorerst|vorläufig|jetzt|diese woche|bis (?:zur?|zum"
        r"|ende|mitte|anfang|nach))\b[^\n]{0,50}\b(?:nicht|kein\w*|keinen kopf|land unter|zu"
        r" viel|voll|ausgelastet|überlastet|im stress|stressig|schlecht|ungünstig|unpassend"
        r"|andere prioritäten|auf eis|eingefroren|viel zu tun|beschäftigt)\b|\b(?:noch nicht"
        r"|nicht jetzt|schlechter zeitpunkt|ungünstiger zeitpunkt|nicht der richtige"
        r" (?:zeitpunkt|moment)|keine (?:zeit|kapazität\w*|luft|ressourcen)|land unter|auf eis"
        r"|budget\w*[^\n]{0,25}(?:aufgebraucht|eingefroren|verplant|erschöpft|verteilt|gesperrt)"
        r"|viel um die ohren|hochsaison)\b",
        unless=r"\bkein interesse\b|kein bedarf|nie\b|nicht zuständig|nicht im haus",
    ),
    _r(
        "later.come_back",
        _I.NOT_NOW,
        0.88,
        r"\b(?:melden|meld|schreiben|kommen|fragen|versuchen|sprechen|kontaktieren|rufen|probieren"
        r"|hören|anklopfen|nachhaken|nachfragen|anrufen|telefonieren)\b[^\n]{0,50}?\b(?:(?:ab|im"
        r"|in|nach|zum|anfang|mitte|ende|erst|gegen|nächste[nsr]?|kommende[nsr]?|frühestens|vor"
        r"|noch ?mal|nochmals|erneut|wieder) (?:\w+ ){0,3}?(?:{month}|{season}|kw ?\d+|\d{1,2}\."
        r"|nächste[nsr]? (?:jahr|monat|quartal|woche)|neuen jahr|jahr\w*|monat\w*|woche\w*|tagen"
        r"|zwei|drei|vier|sechs|\d+)|später|zu einem späteren)|\bkomme\w* (?:ich |wir )?(?:\w+"
        r" )?(?:darauf |auf sie )?zurück\b",
        unless=r"\bauch (?:nächste\w*|kommende\w*|im|in|später)\b[^\n]{0,20}\bnicht\b|nie\b"
        r"|\bvorbei\b|zu uns|kaffee|auf einen besuch|\bnicht (?:mehr|wieder)\b|nie wieder"
        r"|morgen",
    ),
    _r(
        "later.later",
        _I.NOT_NOW,
        0.72,
        r"\b(?:vielleicht|eventuell|ggf|evtl|gerne?) (?:\w+ )?(?:später|nächstes|im (?:{month}"
        r"|frühjahr|herbst|sommer|neuen)|zu einem späteren)\b|\bspäter (?:noch ?mal|wieder|im"
        r" jahr)\b|\b(?:nach|bis nach|vor) (?:dem |der |den )?(?:{season}|{month})\b|\b(?:im|in"
        r"|ab|erst im) (?:{month}|nächsten (?:jahr|quartal|monat)|kommenden (?:jahr|quartal"
        r"|monat)|neuen jahr|q[1-4]|ersten quartal|zweiten quartal|dritten quartal|vierten"
        r" quartal)\b|\bab kw\b|\bin (?:ein paar|einigen|zwei|drei|vier|sechs|\d+) (?:wochen"
        r"|monaten)\b|\bauf wiedervorlage\b",
        unless=r"seit |nicht mehr bei uns|verlassen|ruhestand|\d{4} (?:ausgesch|verl)",
    ),
    _r(
        "later.until_done",
        _I.NOT_NOW,
        0.84,
        r"\b(?:wenn|sobald|bis)\b[^\n]{0,60}\b(?:vorbei|durch|abgeschlossen|fertig|überstanden"
        r"|erledigt|geschafft|rum|gelegt|umgezogen|eingezogen|eingearbeitet|steht|fest"
        r"|unterschrieben|genehmigt|entschieden|ruhiger|vorüber|besser läuft|begonnen|gestartet"
        r"|angelaufen|eröffnet|besetzt|aufgebaut)\b|\b(?:mitten in|stecken (?:\w+ ){0,2}?in|bis "
        r"über (?:die|beide) ohren|kopfüber in)\b[^\n]{0,40}\b(?:umzug\w*|umbau\w*|fusion\w*"
        r"|inventur\w*|audit\w*|jahresabschluss\w*|messe\w*|ernte\w*|lese|umstellung\w*"
        r"|einführung\w*|übernahme\w*|umstrukturierung\w*|zertifizierung\w*|projekt\w*|saison"
        r"|hochsaison|weihnachtsgeschäft\w*|arbeit|budgetplanung\w*|erntezeit)\b|\b(?:umzug|umbau"
        r"|fusion|inventur|jahresabschluss|weihnachtsgeschäft|ernte|weinlese|hochsaison"
        r"|umstrukturierung)\b[^\n]{0,40}\b(?:danach|dann|erst|vorrang|vorher|später)\b",
        unless=r"\bkein interesse\b|\bnie\b|erledigt (?:das|alles)|bis (?:morgen|übermorgen|heute)",
    ),
    _r(
        "later.again",
        _I.NOT_NOW,
        0.84,
        r"\b(?:meld|frag|schreib|komm|probier|versuch|ruf|hak|klopf|kontaktier|sprich|sprech"
        r"|red)\w*(?: \w+'?){0,6}? (?:später|nochmal\w*|noch ?mal|noch einmal|wieder|erneut"
        r"|nächstes|kommendes|im neuen|nach (?:ostern|weihnachten|neujahr|pfingsten|silvester|der"
        r"|dem|den)|{season}|frühestens|in (?:einem|zwei|drei|ein paar|sechs))\b|\b(?:frühestens"
        r"|nicht vor|erst (?:wieder )?(?:im|ab|nach|nächstes|kommendes|wenn|in|zum|anfang|mitte"
        r"|ende)|wieder ab)\b[^\n]{0,25}\b(?:{month}|{season}|jahr\w*|quartal\w*|woche\w*|monat\w*"
        r"|kw|\d{4}|jänner)|\b(?:wiedervorlage|zu früh|verfrüht|vertag\w*|verschoben|verschieben"
        r"|aufgeschoben|hintangestellt|zurückgestellt|ruht|pausiert|liegt auf eis|auf eis gelegt"
        r"|kommt? später)\b|\b(?:heuer|dieses jahr|heuer|vor weihnachten|vor ostern|bis jahresende"
        r"|im moment|momentan|grad|grade|derzeit|aktuell) (?:\w+ ){0,3}?(?:nimmer|nix|net|ned|nöd"
        r"|nid|nicht mehr|nichts|wird das nichts|keine? zeit|kein kopf|keinen nerv)\b|\b(?:ich"
        r"|wir) (?:melde|melden|komme|kommen|rühre|rühren) (?:mich|uns|auf sie|gern\w*|dann|wieder"
        r"|darauf|bei ihnen|ggf\.?|gegebenenfalls|\w+ ){1,5}?(?:wenn|sobald|wieder|zurück|im|nach"
        r"|bei bedarf|dann|selbst|von selbst)\b",
        unless=r"nie wieder|\bnicht mehr (?:melden|schreiben)|\bnicht (?:wieder|noch ?mal)|morgen"
        r"|wieder (?:für sie|erreichbar|im büro|da)|urlaub bis|um \d{1,2} uhr|{weekday} "
        r"wieder",
    ),
    _r(
        "later.as_long_as",
        _I.NOT_NOW,
        0.82,
        r"\bsolange\b[^\n]{0,80}\b(?:nicht|kein\w*|noch|läuft|laufen|dauert|warten|ruht)\b"
        r"|\bsteck\w* (?:\w+ ){0,3}?(?:in einem?r?|in der|im|in den)\b|\b(?:inhaber|eigentümer"
        r"|geschäftsführer|führungs|betreiber|standort|system)-?wechsel\w*\b[^\n]{0,60}"
        r"|\b(?:lassen sie|lass|lasst) (?:mich|uns) (?:\w+ ){0,2}?(?:erst|zuerst|vorher)\b",
        unless=r"\bkein interesse\b|solange sie nicht aufhören",
    ),
    _r(
        "later.afterwards",
        _I.NOT_NOW,
        0.72,
        r"\b(?:danach|hinterher|anschließend) (?:\w+ )?(?:gern\w*|können wir|reden wir|wieder"
        r"|melde\w*|schauen wir)\b|\b(?:ziehen|bauen|stellen|strukturieren) (?:wir )?(?:\w+ "
        r")?(?:gerade|grad|derzeit|momentan|noch)? ?(?:um|neu auf)\b",
    ),
    _r(
        "later.before_that",
        _I.NOT_NOW,
        0.8,
        r"\b(?:vorher|bis dahin|davor|zuvor) (?:\w+ ){0,5}?(?:nicht\w*|kein\w*|nix)\b|\bmitten "
        r"(?:im|in der|in einer|in einem|in den)\b|\berst (?:\w+ ){0,2}?(?:sortieren|einarbeiten"
        r"|ankommen|eingewöhnen|umziehen|fertig|abwarten|klären|aufräumen|durchatmen)\b|\b(?:steht"
        r"|stehen|ist|kommt|geplant|vorgesehen|eingeplant) (?:\w+ ){0,6}?(?:auf der (?:liste"
        r"|agenda|tagesordnung)|auf dem (?:plan|programm|zettel)|geplant|vorgesehen|eingeplant"
        r"|dran)\b|\b(?:schlechter|ungünstiger|falscher|unpassender|kein guter|kein günstiger"
        r"|nicht der richtige) (?:zeitpunkt|moment|augenblick)\b|\bgerade (?:\w+ )?(?:schlecht"
        r"|ungünstig|unpassend|stressig|eng|viel los)\b|\bdie nächsten (?:\w+ )?(?:wochen|monate"
        r"|tage) (?:\w+ ){0,4}?(?:nicht\w*|kein\w*|dicht|voll|zu|schlecht)\b|\bhak\w* (?:sie "
        r")?(?:\w+ ){0,6}?nach\b|\b(?:hat|hätte) (?:\w+ )?(?:noch )?zeit bis\b|\babwarten\b",
        unless=r"\bnie\b|kein interesse|mitten in (?:der stadt|berlin|münchen)|zuständig|erst "
        r"klären,? (?:was|wer|worum)|wer das",
    ),
)

_NOT_INTERESTED = (
    _r(
        "no.not_interested",
        _I.NOT_INTERESTED,
        0.93,
        r"\bhaben wir (?:nicht|gar nicht) nötig\b|\bnicht nötig\b|\bkommen (?:wir )?(?:allein\w*"
        r"|selbst|gut|ganz gut) (?:klar|zurecht)|\bkein thema\b|\bnicht interessiert\b"
        r"|\b(?:kein(?:erlei|en|e)?|nicht|ohne|null|wenig) (?:\w+ ){0,2}?(?:interesse"
        r"|interessiert|interessant|bedarf|verwendung|von interesse|relevant|benötigt|nötig"
        r"|notwendig|gebraucht|in frage|in betracht|infrage)\b|\b(?:interesse|bedarf) (?:\w+"
        r" ){0,3}(?:nicht|kein\w*)\b|\b(?:brauchen|benötigen|wollen|möchten|suchen) (?:wir|ich)"
        r" (?:das |so etwas |sowas |dies |hier |derzeit |aktuell )*(?:nicht|nichts)\b|\bwir"
        r" (?:brauchen|benötigen|wollen|möchten|suchen|kaufen|planen) (?:\w+ )?(?:nicht|nichts"
        r"|kein\w*)\b|\bpasst (?:\w+ )?nicht\b|\bdesinteress\w+|\bkein thema für\b|\bnichts für"
        r" uns\b|\bnicht(?:s)? für uns\b",
        unless=r"verstehe? (?:\w+ )?nicht|momentan (?:nicht|kein)|derzeit nicht in der lage|noch "
        r"kein bedarf,? aber|keine? interesse an (?:weiteren )?(?:mails|werbung"
        r"|nachrichten)",
    ),
    _r(
        "no.no_thanks",
        _I.NOT_INTERESTED,
        0.9,
        r"^(?:nein|nö|nee|ne|njet)[,.! ]*(?:danke\w*|vielen dank|merci)?[.!) ]*$|\bnein,? (?:danke"
        r"|vielen dank|besten dank)\b|\bdanke,? (?:nein|aber nein|kein\w*|wir (?:haben|sind)"
        r"|aber)\b|\b(?:lehne|lehnen|lehn)\b[^\n]{0,20}\bab\b|\b(?:verzichte\w*|absage|muss"
        r" (?:ich )?(?:ihnen )?absagen|passe\b|wir passen|sagen (?:wir )?ab)\b|\bdanke der"
        r" nachfrage\b",
        unless=r"passe(?:n|nd)? (?:mir|uns|ihnen)|danke,? aber (?:für|fragen)|wir passen auf",
    ),
    _r(
        "no.supplied",
        _I.NOT_INTERESTED,
        0.86,
        r"\b(?:ausgebucht|warteliste|genug (?:aufträge|kunden|arbeit|zu tun)|voll ausgelastet|nur"
        r" stammkunden|keine neukunden|haben alles)\b|\b(?:bestens|gut|ausreichend|vollständig"
        r"|komplett|bereits|schon|hervorragend|optimal|intern|rundum) (?:\w+ )?(?:versorgt"
        r"|aufgestellt|abgedeckt|bedient|betreut|ausgestattet|beraten|vergeben|eingedeckt"
        r"|ausgelastet|im haus|einen (?:partner|anbieter|dienstleister)|mit (?:\w+"
        r" ){0,3}(?:partner|agentur|anbieter))\b|\b(?:haben|arbeiten|nutzen|setzen) (?:\w+"
        r" ){0,3}?(?:bereits|schon|eigene\w*|festen?|langjährig\w*"
        r"|intern\w*)\b[^\n]{0,40}\b(?:partner\w*|agentur\w*|dienstleister\w*|anbieter\w*"
        r"|lieferant\w*|team|leute|mitarbeiter\w*|lösung\w*|vertrag|selbst)\b|\bmachen (?:wir"
        r" )?(?:das )?(?:selbst|intern|inhouse)\b|\bzufrieden\b|\bbleib\w* (?:wir )?(?:bei"
        r"|dabei)\b|\bsparen sie sich\b|\bmundpropaganda\b|\bauftragsbücher\b|\bviel (?:erfolg"
        r"|glück)\b",
        unless=r"nicht zufrieden|unzufrieden|bereits weiter",
    ),
    _r(
        "no.said_plainly",
        _I.NOT_INTERESTED,
        0.88,
        r"^(?:na|no|nö|naa|nee|nein|ach|danke|servus|sorry|hallo|moin)?[,.! ]*(?:danke"
        r"|merci)?[,.! ]*(?:passt scho\w*|lass ma\w*|lassen wir(?:'s| das| es)|lass mal|lassen "
        r"sie mal|lass gut sein|eher nicht|lieber nicht|geschenkt|wird nichts|kein bedarf)[,.! "
        r"]*(?:danke)?[.! ]*$|\bpasst scho[n]?\b[.! ]*$|\b(?:brauch|brauche|brauchen|brauchn|bruch"
        r"|bruuche|benötig\w*|wollen|mög\w*) (?:ma|mir|wir|ich|i) (?:\w+ )?(?:net|ned|nöd|nid|nix"
        r"|nicht|nichts)\b|\b(?:hamma|homma|hammer|hend|händ|haben wir) (?:mir |ma |das |des |dös "
        r"|eh |do )*(?:scho\w*|bereits|alles|längst)\b|\b(?:läuft|laufen|bleibt|bleiben) (?:\w+ "
        r"){0,3}?(?:intern|inhouse|im haus|so)\b[^\n]{0,30}(?:\b(?:bleib\w*|gut so|danke|zufrieden"
        r"|passt)\b|[.!]|$)|\bsoll (?:auch |bitte )?so bleiben\b|\b(?:kein\w* gebrauch)\b"
        r"|\b(?:zusammenarbeit|angebot\w*|anfrage|vorschlag|kooperation"
        r"|auftrag\w*)\b[^\n]{0,30}\b(?:absehen|absagen|ablehnen|abgelehnt|ausschlagen|verzichten"
        r"|nicht (?:annehmen|eingehen|weiter\w*|näher\w*))\b|\b(?:steht|stehen|steht das) (?:\w+ "
        r")?nicht (?:zur (?:debatte|diskussion|disposition)|an)\b|\b(?:kommt|kommen|käme) (?:\w+ "
        r"){0,4}?nicht (?:in (?:frage|betracht)|infrage)\b|\b(?:ohne (?:uns|mich)|bin (?:ich "
        r")?raus|sind (?:wir )?raus)[.! ]*$|\b(?:leider )?(?:eine )?absage\b|\b(?:abschlägig"
        r"|ablehnend)\w*\b|\bnegative[nr]? (?:antwort|bescheid)\b|\bantwort\w* (?:\w+ )?negativ\b"
        r"|\bdagegen entschieden\b|\b(?:anders|anderweitig) (?:entschieden|vergeben|gelöst)\b"
        r"|\b(?:nicht|nix) (?:unser|mein|unsere|meine) (?:ding|fall|geschmack|stil|weg|art|welt"
        r"|geschäftsmodell|zielgruppe)\b|\b(?:nix|nichts) für (?:uns|mich|unseren|unser)\b"
        r"|\bnicht weiter ?verfolgen\b|\b(?:zu klein|zu teuer|kein geld|kein budget|können wir "
        r"uns (?:\w+ )?nicht leisten|rechnet sich (?:\w+ )?nicht|lohnt (?:sich )?(?:\w+ "
        r"){0,3}?nicht|bringt uns nichts|hat keinen sinn|macht keinen sinn|sinnlos|zwecklos)\b"
        r"|\bda(?:mit)? (?:sind|seid|bist) (?:sie |ihr |du )?bei (?:uns|mir) (?:\w+ )?an der "
        r"falschen adresse\b",
        unless=r"absehen (?:von weiteren|würden)|weiteren? (?:mails?|kontakt\w*|zusendung\w*)"
        r"|momentan|derzeit|im moment|dieses jahr|heuer|zu teuer\?|nicht negativ",
    ),
    _r(
        "no.enough",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:mehr|genug|genügend|reichlich|ausreichend) (?:\w+ ){0,2}?(?:kunden|aufträge|arbeit"
        r"|anfragen|patienten|gäste|mandanten|klienten|bestellungen)\b[^\n]{0,40}(?:\b(?:als|haben"
        r"|hab|wir|da|bewältigen|annehmen)\b|[.!]|$)|\b(?:haben|hab|hätten) (?:wir |ich |ma "
        r")?(?:\w+ ){0,3}?(?:mehr als genug|genug|genügend|reichlich|übergenug|ausreichend)\b"
        r"|\b(?:voll|übervoll|ausgebucht|belegt|ausgelastet)\b[^\n]{0,20}\b(?:bis|auf jahre|für "
        r"jahre|auf monate)\b|\bauftragsbuch\w*|\bvon mund zu mund\b|\bstammkund\w*"
        r"|\bstammkundschaft\b|\blaufkundschaft\b|\b(?:wollen|möchten) (?:wir )?(?:gar |überhaupt "
        r"|auch )*nicht (?:wachsen|größer werden|expandieren|mehr werden)\b|\b(?:dafür|da|hierfür"
        r"|dazu|für (?:so (?:etwas|was)|das|den vertrieb)) (?:haben|hat|hamma|gibt es|setzen) "
        r"(?:wir |man |bei uns |unser \w+ )?(?:\w+ )?(?:unsere|eigene|jemand\w*|schon|bereits"
        r"|leute|einen|eine|seit)\b|\b(?:machen|erledigen|stemmen|schaffen|regeln|lösen) (?:wir"
        r"|ich) (?:\w+ ){0,3}?(?:selbst|selber|alleine?|intern|in eigenregie|hausintern|im haus)\b"
        r"|\b(?:läuft|laufen|kommen) (?:\w+ ){0,3}?(?:von (?:ganz )?(?:allein\w*|selbst|selber"
        r"|alloa\w*)|ganz von selbst)\b",
        unless=r"nicht genug|zu wenig|\bmehr kunden (?:gewinnen|bekommen|brauchen)|nie genug|\bwie viel\w*\b",
    ),
    _r(
        "no.in_house",
        _I.NOT_INTERESTED,
        0.84,
        r"\b(?:wir|ich|ma|mir) (?:machen|mache|erledigen|stemmen|lösen|regeln|betreiben|wickeln"
        r"|haben) (?:\w+ ){0,5}?(?:selbst|selber|alleine?|inhouse|in-house|intern|in eigenregie"
        r"|hausintern|im haus)\b|\b(?:eigene[mns]?) (?:team|leute\w*|vertrieb\w*|abteilung"
        r"|mannschaft|außendienst|vertriebsmannschaft)\b|\bkommt (?:\w+ )?(?:nix|nichts|niemand) "
        r"externe\w*\b|\bdas letzte,? (?:was|das) (?:ich|wir)\b|\bals hätten wir\b|\b(?:also"
        r"|trotzdem|daher|deshalb|insofern|somit),? (?:leider )?(?:nein|nicht|kein\w*|ein nein)\b"
        r"|\bnein\b[- ]{1,3}(?:aber )?(?:nett|danke|trotzdem)\b|\bnett gefragt\b|\bhaben (?:wir "
        r")?(?:dafür|dazu|hierfür|da) (?:unsere|eigene|schon|bereits)\b",
        unless=r"arbeite\w* aber nicht|haben wir selbst|suchen|\bkeine mails\b|verstärk\w*",
    ),
    _r(
        "no.as_we_are",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:bleib\w*|lassen) (?:wir |es |das )*(?:lieber |gern\w* |auch |alles )*(?:so|beim "
        r"alten|wie (?:wir|es|gehabt)|dabei)\b|\bauch (?:nächste\w*|kommende\w*|in zukunft|später"
        r"|im \w+) (?:\w+ )?nicht\b|\b(?:schlechte|keine guten|miese) erfahrung\w*|\bkeine hilfe\b"
        r"|\b(?:kommen|komm) (?:\w+ )?kaum (?:\w+ )?nach\b|\bausschließlich über\b",
        unless=r"bleiben sie so|nicht so lassen",
    ),
    _r(
        "no.must_decline",
        _I.NOT_INTERESTED,
        0.87,
        r"\b(?:müssen|muss|möchten|möchte|werden|wollen)\b[^\n]{0,30}\b(?:absagen|ablehnen|passen"
        r"|verzichten|eine absage erteilen)\b|\b(?:möchten|wollen|werden|möchte|will|werde|können"
        r"|kann)\b[^\n]{0,50}\bnicht (?:\w+ )?(?:annehmen|wahrnehmen|nutzen|weiterverfolgen"
        r"|eingehen|in anspruch|näher ?treten|zurückgreifen)\b|\b(?:sehen|sehe|erkennen|haben"
        r"|besteht) (?:wir |ich )?(?:\w+ ){0,3}?(?:keinen|keine|kein) (?:\w+ )?(?:bedarf|anlass"
        r"|grund|mehrwert|nutzen|notwendigkeit|verwendung|handlungsbedarf)\b|\bnicht (?:zu uns"
        r"|überzeug\w*|notwendig|relevant)\b|\büberzeugt (?:mich|uns) (?:\w+ )?nicht\b"
        r"|\buninteressant\b|\b(?:schon|bereits|alles|mal)? ?(?:probiert|versucht|ausprobiert"
        r"|getestet|gehabt)\b[^\n]{0,40}\b(?:nichts gebracht|nicht funktioniert|nix gebracht"
        r"|nicht mehr|nie wieder|ohne erfolg|reicht)\b|\b(?:kalender|terminkalender|auftragsbuch"
        r"|werkstatt|bücher|kapazitäten) (?:\w+ ){0,4}?voll\b|\b(?:exklusiv|vertraglich"
        r"|langfristig) gebunden\b|\buns fehlt (?:\w+ )?nichts\b|\bsind bedient\b|\bkannste? "
        r"vergessen\b|\bnicht in hundert\b|\bin meinem alter\b",
        unless=r"nicht uninteressant|derzeit|momentan|im moment|dieses jahr|heuer|nicht umhin"
        r"|nicht verzichten|davon absehen|verpassen|weiterer|keine (?:weiteren )?mails",
    ),
    _r(
        "no.too_small",
        _I.NOT_INTERESTED,
        0.64,
        r"\bwir sind (?:hier )?(?:nur |bloß |ja )?(?:zu (?:zweit|dritt|viert|fünft)|ein (?:kleiner"
        r"|winziger|kleines)|(?:zwei|drei|vier|fünf) (?:leute|mann|männeken|hansel))\b|\bfür "
        r"(?:größere|große|die großen)\b",
        unless=r"zuständig|entscheid\w*|interess\w*",
    ),
    _r(
        "no.it_suffices",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:genügt|reicht) (?:uns|mir)\b|\b(?:das|und das|es) (?:genügt|reicht) (?:uns|mir)? "
        r"?(?:völlig|vollkommen|vollauf)?[.! ]*$|\b(?:abgehakt|ad acta|vom tisch|begraben"
        r"|beerdigt)\b|\bfunktioniert (?:\w+ )?(?:gut|bestens|prima|hervorragend|seit)\b|\bseit "
        r"(?:\w+ )?jahren (?:\w+ )?(?:ohne|selbst|allein\w*|so)\b",
        unless=r"reicht (?:mir|uns)(?:'s| es| langsam| jetzt)|\bmail reicht\b|funktioniert nicht",
    ),
)

_WRONG_PERSON = (
    _r(
        "wrong.not_me",
        _I.WRONG_PERSON,
        0.86,
        r"\b(?:bin|sind|wäre) (?:ich |wir |da |hier |dafür |leider |der |die |bei mir |bei uns |sie"
        r" )*(?:nicht|der falsche|die falsche|falsch\w*|verkehrt|der verkehrte"
        r"|kein\w*)\b[^\n]{0,30}(?:zuständig\w*|richtig\w*|ansprech\w*|verantwort\w*|[.!,]|$"
        r"|person|adresse)|\b(?:nicht|nichts|nie|kein\w*) (?:\w+ ){0,2}?(?:zuständig\w*|zu tun"
        r"|am hut|meine? (?:baustelle|bereich|abteilung|gebiet|aufgabe|thema|job|ressort)|mein"
        r" (?:bereich|gebiet|thema|job|ressort)|mein bier|verantwortlich|damit befasst|betraut"
        r"|involviert)\b|\bfalsche\w* (?:person|adresse|abteilung|firma|ansprech\w+|mann|frau"
        r"|stelle|unternehmen|tür|nummer|\w+)\b|\bbei mir (?:falsch|verkehrt)\b|\bverwechs\w+"
        r"|\birrtum\b|\birrtümlich\b|\bnichts damit (?:zu tun|am hut)|\bdamit habe ich nichts\b"
        r"|\bhaben wir (?:hier )?(?:gar )?nicht\b|\bfalsch verbunden\b|\bkeinen vertrieb\b",
    ),
    _r(
        "wrong.do_not_know",
        _I.WRONG_PERSON,
        0.83,
        r"\b(?:keine ahnung|weiß (?:ich )?(?:\w+ )?nicht|nicht (?:sagen|bekannt|helfen|weiterhelfen"
        r"|wissen|auskunft|beantworten)|kp\b|kann (?:ich )?(?:ihnen |da |dazu |leider )*(?:nicht"
        r"|nichts)|können wir (?:ihnen )?(?:leider )?nicht|überfragt|(?:davon|darüber|dazu"
        r"|hiervon) (?:weiß|kann|verstehe) ich (?:leider )?nichts|wer das macht|keinen überblick"
        r"|geben (?:wir )?(?:grundsätzlich )?keine (?:auskunft|auskünfte|namen|kontakt\w*))\b",
        unless=r"ob wir|keine ahnung,? was sie",
    ),
    _r(
        "wrong.my_job",
        _I.WRONG_PERSON,
        0.5,
        r"\bich bin (?:der|die|ein|eine|hier der|hier die) (?:pfarrer\w*|lehrer\w*|hausmeister\w*"
        r"|arzt|ärztin|krankenschwester|bäuerin|bauer|künstler\w*|musiker\w*|rentner\w*)\b"
        r"|\b(?:unsere|diese|meine) abteilung (?:macht|ist|kümmert sich) (?:nur|lediglich"
        r"|ausschließlich)\b|\bmuss (?:ein|wohl ein) (?:irrtum|fehler|versehen)\b|\bich bin"
        r" (?:hier )?(?:nur )?die (?:reinigungskraft|putzfrau|aushilfe|schwester|mutter"
        r"|tochter)\b|\b(?:hier ist|dies ist|das ist|sie sind (?:hier )?(?:in|bei)) (?:nur"
        r" )?(?:die |der |das |unsere )?(?:buchhaltung|werkstatt|lager|küche|produktion"
        r"|personalabteilung|it|empfang|kantine|technik)\b|\bich arbeite (?:hier )?(?:nur"
        r" )?(?:in|im|an|bei) (?:der |dem )?(?:küche|lager|werkstatt|produktion|buchhaltung"
        r"|empfang|labor|kantine|reinigung|montage|pflege|garten)\b|\b(?:bin|arbeite|sitze"
        r"|mache) (?:ich )?(?:nur |hier |leider |in der |im |als |der |die |ein |eine |bloß "
        r"|lediglich )*(?:azubi\w*|buchhalt\w*|praktikant\w*|empfang\w*|technik\w*|produktion\w*"
        r"|werkstatt|lager\w*|hausmeister\w*|ingenieur\w*|aushilfe\w*|sekretär\w*|assistent\w*"
        r"|entwickl\w*|it\b|personal\w*|einkauf\w*|monteur\w*|lehrling|student\w*|rentner\w*"
        r"|schweiß\w*|elektriker\w*|handwerker\w*|tischler\w*|koch|köchin|verkäufer\w* im"
        r"|mechaniker\w*|maler\w*|fahrer\w*|erzieher\w*|lehrer\w*|pfleger\w*|ärztin|arzt"
        r"|logistik\w*|qualität\w*|labor\w*|fahrer\w*|privatperson)\b|\b(?:wir sind|dies ist|das"
        r" ist|hier ist) (?:eine?|die|nur|ein) (?:\w+ )?(?:schule|privat\w*|kirche\w*|verein"
        r"|krankenhaus|kita|bibliothek|museum|behörde|praxis|stiftung|universität)\b",
    ),
    _r(
        "wrong.ask_others",
        _I.WRONG_PERSON,
        0.84,
        r"\bwer\b[^\n]{0,60}(?:entscheid\w*|zuständig|macht|kümmert|verantwort\w*"
        r"|ist)[^\n]{0,40}\b(?:erfahre ich|weiß ich|weiss ich|woaß i|keine ahnung|sagt mir "
        r"(?:keiner|niemand)|entzieht sich|müssen sie|müssten sie)\b|\b(?:müssen|müssten|sollten) "
        r"(?:sie |'s )?(?:da |schon |wohl |leider |sich )*(?:jemand|wen) (?:ander\w*)\b|\bfragen "
        r"sie (?:bitte |doch |mal )*(?:jemand|wen) ander\w*\b|\b(?:bin|bi) (?:ich|i) (?:da |dafür "
        r"|leider |hier )*(?:raus|der falsche|die falsche|nur ein kleines|nur kleines|zu klein"
        r"|außen vor)\b|\b(?:nichts|nix|net viel) (?:\w+ )?(?:mitzureden|zu melden|zu sagen|zu "
        r"entscheiden|zu bestimmen|zu schaffen|am hut)\b|\bnicht (?:mein\w*|unsere?) (?:baustelle"
        r"|sache|kragenweite|revier|welt|bier|tisch|hochzeit|zuständigkeit\w*|metier|aufgabe\w*"
        r"|fachgebiet|beritt)\b|\b(?:außerhalb|nicht in) mein\w* (?:zuständig\w*|bereich\w*"
        r"|kompetenz\w*|verantwortung\w*|ressort\w*)\b|\bdavon versteh\w* (?:ich|i) (?:nix"
        r"|nichts)\b|\b(?:keinen? (?:\w+ )?(?:plan|schimmer|blassen|dunst))\b|\b(?:woaß|weiß|weiss"
        r"|weeß) (?:i|ich|ick) (?:\w+ )?(?:net|ned|nöd|nid|nich|nicht)\b|\bentzieht sich (?:\w+ "
        r")?(?:meiner kenntnis|mir)\b|\b(?:adresse|person|empfänger|firma|namen"
        r"|ansprechpartner\w*) (?:geirrt|vertan|verwechselt|verwählt)\b|\b(?:geirrt|vertan"
        r"|verwählt|verirrt)\b[^\n]{0,20}(?:[.!]|$)|\bfehlgeleitet\b|\bgibt es (?:bei uns|hier"
        r"|da) (?:gar |leider )?(?:nicht|keinen vertrieb|keinen verkauf)\b",
        unless=r"wer (?:sind|ist) (?:sie|das)|nicht geirrt",
    ),
    _r(
        "wrong.humble_job",
        _I.WRONG_PERSON,
        0.66,
        r"\b(?:ich|i) (?:fahr|fahre|putz|putze|koch|koche|back|backe|schraub|schraube|schweiß"
        r"|schweiße|bedien|bediene|pfleg|pflege|unterricht|unterrichte|reparier|repariere|verpack"
        r"|verpacke|sortier|sortiere|montier|montiere|bau|baue|näh|nähe|spül|spüle|bewache"
        r"|programmier|programmiere|buch|buche|sitz|sitze|steh|stehe)\b (?:hier |da |nur |bloß "
        r"|bloss |halt |eigentlich |lediglich |bei uns )*(?:den|die|das|der|im|am|an|in|hinter|auf"
        r"|busse?|lkw|kran|lieferungen|patienten)\b|\b(?:ich|i) (?:bin|mach|mache|bi) (?:hier |da "
        r"|in der firma )?(?:nur|bloß|bloss|lediglich|grad|halt) (?:der|die|das|ein|eine|im|in|de"
        r"|dr)\b|\bbin (?:hier )?(?:nur|bloß|lediglich) (?:der|die|ein|eine)\b",
        unless=r"vertrieb\w*|verkauf\w*|geschäftsführ\w*|inhaber\w*|chef\w*|interess\w*|gern\w*"
        r"|unterwegs|auto|urlaub",
    ),
    _r(
        "wrong.not_in_there",
        _I.WRONG_PERSON,
        0.82,
        r"\b(?:arbeite|bin|gehör\w*|schaff\w*|hab\w*) (?:ich )?(?:\w+ ){0,2}?(?:nicht|gar nicht"
        r"|nie|nichts) (?:\w+ )?(?:in der firma|in dieser firma|bei (?:denen|dieser|der firma"
        r"|ihnen)|zu (?:dieser|der) firma|in diesem unternehmen|mit (?:der|dieser) firma)\b"
        r"|\b(?:woanders|anderswo|bei (?:wem|jemand) ander\w*) (?:probier\w*|versuch\w*|frag\w*"
        r"|nachfrag\w*|anklopf\w*)\b|\b(?:aus versehen|versehentlich|fälschlich\w*"
        r"|irrtümlich\w*)\b[^\n]{0,50}\b(?:mails?|post|nachrichten|bei mir|an mich|gelandet"
        r"|bekomm\w*|krieg\w*)\b|\b(?:bekomm|krieg)\w* (?:ich |i )?(?:\w+ ){0,3}?(?:aus versehen"
        r"|versehentlich|ständig|immer) (?:\w+ ){0,2}?(?:mails?|post)\b|\bnamensgleich\w*"
        r"|\bnamensvetter\w*|\bnamensverwechs\w*|\bich heiße (?:zwar|nur)\b",
        unless=r"nicht mehr",
    ),
    _r(
        "wrong.may_not",
        _I.WRONG_PERSON,
        0.8,
        r"\b(?:darf|dürfen|kann|können) (?:ich|wir) (?:\w+ ){0,3}?(?:keine|nichts|nicht) (?:\w+ "
        r")?(?:auskunft|auskünfte|namen|sagen|herausgeben|weitergeben|helfen|weiterhelfen|nennen"
        r"|beantworten)\b|\bnicht (?:befugt|berechtigt|ermächtigt|autorisiert|in der lage)\b"
        r"|\bfragen sie mich (?:was|etwas) leichteres\b|\b(?:privat(?:anschluss|adresse|person"
        r"|haushalt|mail)|altersheim|pflegeheim|seniorenheim|kindergarten|kita|feuerwehr|pfarramt"
        r"|sportverein)\b|\b(?:hier ist|das ist|dies ist|sie sind (?:hier )?(?:bei|in)) (?:nur "
        r"|bloß |leider )?(?:die|der|das|dem|unserer?) (?:technik|lager|buchhaltung|werkstatt"
        r"|hotline|zentrale|empfang|kundendienst|support|poststelle|telefonzentrale|hausmeisterei"
        r"|werk)\b|\bich (?:hüte|bewache|vertrete|verwalte|nehme|putze|halte|beantworte) (?:hier "
        r")?(?:nur |bloß |lediglich )(?:\w+ )?",
        unless=r"vertrieb\w* leite|ich leite|chef\w*",
    ),
    _r(
        "wrong.neither",
        _I.WRONG_PERSON,
        0.83,
        r"\bweder\b[^\n]{0,30}\bzuständig\b|\bweder\b[^\n]{0,60}\bweiß ich\b|\b(?:nichts|nix) zu "
        r"schaffen\b|\bverwechsel\w*\b",
    ),
)

_LEFT = (
    _r(
        "left.no_longer",
        _I.LEFT_COMPANY,
        0.93,
        r"\barbeitet (?:\w+ ){0,3}(?:woanders|anderswo|nicht mehr)\b|\bhat (?:die firma |den "
        r"arbeitgeber |die stelle )?gewechselt\b|\bnicht (?:mehr|länger) (?:\w+ ){0,3}?(?:bei uns"
        r"|für uns|für (?:unser|das|die|den|\w+) \w+ tätig|im (?:unternehmen|haus|betrieb|dienst)"
        r"|in (?:unserem|der) (?:unternehmen|haus|firma|betrieb)|hier|tätig|beschäftigt|angestellt"
        r"|da\b|an bord|teil)\b|\b(?:hat|habe|haben)\b[^\n]{0,40}\b(?:verlassen|gekündigt"
        r"|aufgehört|gewechselt)\b|\b(?:ausgeschieden|pensioniert|verstorben|gekündigt"
        r"|ausgeschieden|in altersteilzeit|gestorben|weggegangen|arbeitgeber gewechselt)\b",
        unless=r"\b(?:agentur|anbieter|lieferant\w*|dienstleister|abo|system|software|bank"
        r"|steuerberater)\b|\bwir (?:haben )?uns\b|verlassen (?:können|kann|darf)|\bnicht "
        r"mehr (?:hier )?(?:zuständig|melden|schreiben)|bin ich bis|vertrag (?:\w+ "
        r")?gekündigt|nicht mehr im (?:büro|haus) (?:bis|heute)",
    ),
    _r(
        "left.gone",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:nimmer|nimma|nümme|nümm|nicht mehr|nich mehr|net mehr|ned mehr) (?:\w+ "
        r"){0,2}?(?:bei (?:uns|der firma|dieser firma)|da\b|im haus|in der firma|dabei|hier|do\b"
        r"|unter uns|an bord|angestellt|im team)\b|\barbeite\w* (?:\w+ ){0,4}?(?:nicht mehr|nimmer"
        r"|nimma|nümm\w*|nicht länger|seit \w+ nicht)\b|\bschaff\w* (?:\w+ ){0,4}?(?:nümm\w*"
        r"|nimmer)\b|\b(?:ist|sind|isch) (?:\w+ ){0,5}?(?:ausgetreten|weggegangen|gegangen worden"
        r"|abgewandert|ausgestiegen|von uns gegangen|fort|weg von hier|abgesprungen|entlassen "
        r"worden|freigestellt|nach \w+ (?:gewechselt|gezogen))\b|\b(?:hat|haben|het|hot) (?:\w+ "
        r"){0,6}?(?:hingeschmissen|das haus verlassen|den betrieb verlassen|uns verlassen|das "
        r"handtuch geworfen|das zeitliche|sich verabschiedet|sich selb(?:st)?ständig gemacht"
        r"|gekündigt|aufgehört|quittiert)\b|\b(?:wurde|worden) (?:\w+ ){0,4}?(?:gekündigt"
        r"|entlassen|freigestellt|verabschiedet|pensioniert)\b|\b(?:ging|gingen|gegangen|geht"
        r"|verabschiedet) (?:\w+ ){0,4}?(?:in (?:pension|rente|den (?:wohlverdienten "
        r")?ruhestand))\b|\barbeitet (?:\w+ ){0,2}?(?:jetzt|mittlerweile|inzwischen|nun) (?:bei"
        r"|für|in)\b|\b(?:zur konkurrenz|zum mitbewerb\w*|neue\w* herausforderung\w*|letzter "
        r"(?:arbeits)?tag|ehemalige\w* (?:mitarbeiter\w*|kolleg\w*|chef\w*))\b|\b(?:gibt es|gibt's"
        r"|gibts) (?:hier |bei uns |in der firma )?(?:nicht mehr|nimmer|nimma|schon lange nicht)\b"
        r"|\b(?:herr|frau) [a-zäöüß-]+ (?:gibt es|gibt's|ist) (?:\w+ ){0,3}?(?:nicht mehr"
        r"|nimmer)(?! (?:zuständig|im büro|erreichbar|am platz))",
        unless=r"(?:ein|das|der) (?:problem|auftrag|termin|newsletter)|verloren|ausverkauft|"
        r"nicht mehr (?:hier )?zuständig|bin ich bis|vertrag (?:\w+ )?gekündigt|verteiler"
        r"|diese (?:nummer|abteilung|stelle|filiale)|heute|morgen|diese woche|bis (?:montag"
        r"|kw|\d)|in zukunft|nicht mehr dabei haben",
    ),
    _r(
        "left.retired",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:im |in (?:den |der |wohlverdiente[rn]? )*)(?:ruhestand|rente|pension)\b",
        unless=r"\bich\b|\bbis ich\b|kurz vor|steht vor",
    ),
    # An owner who has handed over points to whom it went to as often as not.
    _r(
        "left.i_am_retired",
        _I.LEFT_COMPANY,
        0.74,
        r"\bich\b[^\n]{0,40}\b(?:im |in (?:den |der |wohlverdiente[rn]? )*)(?:ruhestand|rente|pension)\b"
        r"|\bin (?:rente|pension|den ruhestand)\b[^\n]{0,20}\bich\b",
        unless=r"\bbis ich\b|kurz vor|bald",
    ),
    _r(
        "left.order_turned",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:verlassen|gekündigt|gewechselt|hingeschmissen|aufgehört) (?:hat|haben|habe|hatte"
        r"|musste)\b|\b(?:ausgeschieden|ausgetreten|gegangen|weg|fort|verstorben|pensioniert) "
        r"(?:ist|sind|bin|war)\b|\bnicht (?:mehr|länger) (?:\w+ ){0,5}?(?:tätig|beschäftigt"
        r"|angestellt|bei uns)\b",
        unless=r"\bwir\b|\b(?:agentur|anbieter|lieferant\w*|dienstleister|abo|system|software)\b"
        r"|schief gegangen|verloren gegangen|nicht mehr (?:\w+ )?(?:zuständig|operativ "
        r"tätig|im vertrieb)|vertrag|\bfeierabend\b|schon weg",
    ),
    _r(
        "left.we_parted",
        _I.LEFT_COMPANY,
        0.9,
        r"\bhaben wir (?:uns )?(?:\w+ ){0,3}?(?:entlassen|gehen lassen|verabschiedet|freigestellt"
        r"|gekündigt|getrennt)\b|\b(?:bei|zu) einem? (?:\w+ )?(?:anderen?|neuen) (?:arbeitgeber"
        r"|firma|unternehmen|betrieb)\b|\b(?:adresse|mailadresse|postfach|account) (?:gehörte"
        r"|war)\b[^\n]{0,40}|\b(?:firma|stelle|arbeitgeber|job|arbeitsplatz|branche) gewechselt\b",
        unless=r"vertrag|abo\b|lieferant\w*|verteiler|nicht von",
    ),
    _r(
        "left.dead",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:lebt|leben) (?:\w+ )?(?:nicht mehr|nimmer)\b|\b(?:witwe|witwer)\b|\b(?:ist|sind) "
        r"(?:\w+ ){0,4}?(?:tot|entschlafen|von uns gegangen)\b",
        unless=r"witwenrente",
    ),
)

_HINTS = (
    # Next to nothing, and heard only where nothing else is said.
    _r(
        "hint.no",
        _I.NOT_INTERESTED,
        0.34,
        r"\b(?:nicht|nichts|nein|kein\w*|nie|ohne|niemals|unnötig|genug|zu teuer)\b",
    ),
    _r(
        "hint.my_job",
        _I.WRONG_PERSON,
        0.4,
        r"^(?:(?:hallo|sorry|guten tag|entschuldigung|moin)\b[,.!]? )*(?:ich|wir|hier|das|dies)\b"
        r" (?:bin|sind|ist|arbeite\w*|mache\w*) ?(?:nur |hier |bloß )?\w+",
        unless=r"\b(?:vertrieb\w*|verkauf\w*|interess\w*|gern\w*|zuständig|leiter\w*|chef\w*"
        r"|inhaber\w*|geschäftsführ\w*)\b",
    ),
    _r(
        "hint.mine",
        _I.RIGHT_PERSON,
        0.36,
        r"\b(?:bei mir|mein\w* (?:bereich|job|gebiet|tisch|ressort)|ich selbst|persönlich|ich)[.! ]*$",
        unless=r"\b(?:nicht|kein\w*)\b",
    ),
    _r(
        "hint.later",
        _I.NOT_NOW,
        0.36,
        r"\b(?:später|nach|erst|bis|wochen?|monat\w*|quartal\w*|jahr\w*|noch nicht|vorerst|momentan"
        r"|derzeit|gerade|{season}|{month})\b",
    ),
    _r(
        "hint.yes",
        _I.INTERESTED,
        0.36,
        r"\b(?:ja|gern\w*|okay|interessant\w*|spannend|termin\w*|preis\w*|kosten|angebot\w*"
        r"|unterlagen|infos?|telefon\w*|treffen)\b",
        unless=r"\b(?:nicht|kein\w*|nie)\b",
    ),
)

_BESIDE_THE_POINT = (
    _r(
        "other.newsletter",
        _I.OTHER,
        0.6,
        r"\b(?:newsletter|vom newsletter|abmelden:? https?|im browser (?:ansehen|anzeigen)|webinar"
        r"|rabatt\w*|sonderangebot\w*|jetzt anmelden)\b",
    ),
    _r(
        "other.private",
        _I.OTHER,
        0.55,
        r"\b(?:kartoffelsalat|grillen|nudelsalat|bierbänke|oma|opa|mama|papa|schatz|bussi|busserl"
        r"|küsschen|kindergeburtstag|geburtstag|elternabend|fußballtraining|probe um|chorprobe"
        r"|kuchen|spieleabend|babysitter\w*|hochzeit|taufe|skatrunde|stammtisch|kegel\w*|hdgdl)\b",
        unless=r"feiertag|vertrieb\w*|kunden\w*",
    ),
    _r(
        "other.pitch",
        _I.OTHER,
        0.7,
        r"\b(?:suchmaschinenoptimierung|seo-\w+|seite 1 bei google|google-ranking|backlinks?"
        r"|gewinnspiel|sofortkredit|sonderaktion|jetzt (?:sichern|anmelden|buchen|testen)|nur "
        r"noch \d+ (?:tage|plätze)|black friday|kostenlos testen|sichern sie sich|wir bieten ihnen"
        r"|unser angebot für sie|\d+ ?% (?:rabatt|günstiger|mehr))\b",
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
    _r("auto.absent", _I.OUT_OF_OFFICE, 0.9,
       r"\b(?:nicht (?:im (?:büro|haus|hause|dienst)|am (?:arbeitsplatz|platz)|erreichbar|da"
       r"|verfügbar|anwesend)|abwesen\w*|außer haus|urlaub\w*|elternzeit|mutterschutz|krank\w*"
       r"|auf (?:dienstreise|geschäftsreise|montage|messe|reisen|einer (?:dienst|geschäfts)reise"
       r"|fortbildung)|dienstreise|geschäftsreise|unterwegs|betriebsferien|betriebsurlaub"
       r"|(?:büro|betrieb|praxis|geschäft)[^\n]{0,25}geschlossen|sabbatical|fortbildung"
       r"|feiertag\w*)\b"),
    _r("auto.back", _I.OUT_OF_OFFICE, 0.76,
       r"\b(?:wieder (?:für sie |im |am |zurück|erreichbar|da|zu erreichen|persönlich|anwesend"
       r"|gerne?)|zurück\w*|nach meiner rückkehr|meine[rm]? abwesenheit|während meiner|in"
       r" dringenden (?:fällen|angelegenheiten)|dringende\w*|vertret\w*|wird (?:\w+ )?nicht"
       r" (?:automatisch )?weitergeleitet|werden (?:\w+ )?nicht weitergeleitet|nur (?:sporadisch"
       r"|eingeschränkt|begrenzt|unregelmäßig)|eingeschränkt\w*|danach wieder)\b"),
    _r("auto.left", _I.LEFT_COMPANY, 0.93,
       r"\bnicht (?:mehr|länger) (?:\w+ ){0,4}?(?:tätig|beschäftigt|bei|im unternehmen|für (?:unser"
       r"|das|die)|teil|aktiv)\b|\b(?:unternehmen|firma|haus)\b[^\n]{0,30}\bverlassen\b"
       r"|\bausgeschieden\b|\b(?:in|im) (?:den )?(?:rente|ruhestand)\b"
       r"|\bpostfach\b[^\n]{0,40}\b(?:nicht mehr|geschlossen|deaktiviert|stillgelegt)\b|\bnicht"
       r" mehr (?:gelesen|abgerufen|bearbeitet)\b|\bverstorben\b"),
    _r("auto.received", _I.AUTO_ACKNOWLEDGEMENT, 0.86,
       r"\b(?:eingangsbestätigung|empfangsbestätigung ihrer (?:mail|nachricht|anfrage)|eingegangen"
       r"|erhalten\b|vorgang\w*|ticket\w*|fallnummer|aktenzeichen|bearbeitungsnummer"
       r"|referenznummer|ihr anliegen|wurde (?:registriert|erfasst|angelegt|aufgenommen))\b"),
    _r("auto.will_answer", _I.AUTO_ACKNOWLEDGEMENT, 0.72,
       r"\b(?:vielen dank|danke|herzlichen dank|besten dank)[^\n]{0,20}\b(?:für ihre (?:nachricht"
       r"|anfrage|e-?mail|mail|kontaktaufnahme|mitteilung)|dass sie)|\b(?:schnellstmöglich"
       r"|baldmöglichst|so (?:schnell|bald|rasch) wie möglich|umgehend|in kürze|zeitnah"
       r"|innerhalb (?:von )?\d+|werktag\w*|wir (?:melden|bearbeiten|antworten|kümmern)|(?:diese"
       r"|dies ist eine|eine) (?:nachricht|mail|e-?mail|automatisch\w*)[^\n]{0,20}automatisch\w*"
       r"|automatisch (?:erzeugt|generiert|erstellt|versendet|versandt)|nicht auf diese)\b"),
    _r("auto.challenge", _I.CHALLENGE, 0.92,
       r"\b(?:bestätigen sie|bestätigung|verifizier\w*)\b[^\n]{0,80}\b(?:mensch|roboter|absender\w*"
       r"|echt|e-?mail-?adresse|klick\w*|link|zustell\w*)\b|\bspam-?(?:schutz"
       r"|filter)\b[^\n]{0,60}\b(?:klick\w*|bestätig\w*|link|freigeb\w*)|\b(?:zugestellt"
       r"|zustellung|freigeben|freischalten|freigabe)\b[^\n]{0,60}\b(?:klick\w*|link"
       r"|bestätig\w*)|\bkein roboter\b|\bklicken sie\b[^\n]{0,60}\b(?:zuzustellen|zugestellt"
       r"|bestätigen|freizu\w+)|\bquarantäne\b"),
    _r("auto.address_changed", _I.AUTO_ACKNOWLEDGEMENT, 0.6, r"\bneue\w* (?:e-?mail-?)?adresse\b"
        r"|\badresse (?:hat sich )?(?:geändert|lautet)\b"),
    *_BESIDE_THE_POINT,
)  # fmt: skip
