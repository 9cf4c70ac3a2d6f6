"""French: what people answer to "qui s'occupe du commercial ?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|courriels?|messages?|courriers?|sollicitations?|publicités?"
        r"|spams?|relances?|newsletters?|rappels|suivis?|lettres?|pourriels?|infolettres?|envois?",
        "month": r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre"
        r"|octobre|novembre|décembre|decembre)(?!\w)",
        "weekday": r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
        "season": r"printemps|été|automne|hiver|rentrée|noël|fêtes|vacances|pâques|fin d'année"
        r"|nouvel an|salon|saison|vendanges|trimestre|semestre|t[1-4]|q[1-4]|congés|inventaire"
        r"|début d'année",
        "sales": r"commercial\w*|ventes?|clients?|clientèle|développement|business|cela|ça|ca|ce"
        r" sujet|ces sujets|ces questions|tout",
    }
)
_r = _L.rule
_I = Intent

_OPT_OUT = (
    _r(
        "optout.one_word",
        _I.UNSUBSCRIBE,
        0.97,
        r"\A(?:merci de |svp |veuillez )?(?:stop|désinscription|désabonnement|désinscrire|désabonner"
        r"|me désinscrire|me désabonner|supprimer|arrêtez|unsubscribe|stop pub|stop mail)(?:"
        r" (?:svp|merci|s'il vous plaît|ça|immédiatement))*[.! ]*(?=\n|\Z)",
    ),
    _r(
        "optout.unsubscribe",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:dés?ins?cri\w+|desins?cri\w+|désabonn\w+|desabonn\w+|unsubscri\w+|opt[ -]?out\b)",
        unless=r"(?:gens|clients|utilisateurs|abonnés|lecteurs|taux|boîte|société"
        r"|entreprise)\b[^\n]{0,30}(?:se |de )(?:dés|des)|taux de dés|\bdésabonnements?\b",
    ),
    _r(
        "optout.remove",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:m'|de m'|de nous )oublier\b|\boubli(?:ez|e)[ -](?:moi|nous)\b|\b(?:oubliez|perdez"
        r"|jetez|brûlez) (?:mon|mes|notre|nos|cette) (?:adresse|coordonnées|mail|courriel|numéro"
        r"|existence)\b|\b(?:retir|supprim|effac|enlev|ray|radi|ôt|biff|vir|dégag|désactiv|sort"
        r"|exclu|extra)(?:ez|er|e|iez|ir|ure|yez|oyez)\b(?:-(?:moi|nous|la|le"
        r"|les))?[^\n]{0,50}?\b(?:(?:mon|notre|cette|mes|nos|l'|son) ?(?:adresse\w*|nom|mail"
        r"|e-?mail|courriel|contact|coordonnées|données|entreprise|société|boîte)|coordonnées"
        r"|données|(?:vos?|votre|la|cette|une|toute) (?:\w+ )?(?:liste\w*|fichier\w*|base\w*"
        r"|mailing\w*|carnet|diffusion))\b|\b(?:retirez|supprimez|effacez|enlevez|rayez|radiez"
        r"|ôtez|biffez|virez|dégagez|excluez)-(?:moi|nous)\b|\b(?:me|nous|m') ?(?:retirer"
        r"|supprimer|enlever|rayer|désinscrire|effacer|oublier|radier|ôter|biffer)\b|\b(?:me"
        r"|nous) sortir de (?:votre|vos|cette|la)\b|\b(?:suppression|retrait|radiation"
        r"|effacement) (?:\w+ )?(?:de |des |du )(?:mon|ma|mes|notre|nos|l'|toutes"
        r"|mes)[^\n]{0,20}\b(?:adresse\w*|données|coordonnées|nom|mail|courriel|contact)\b|\bne "
        r"(?:plus|pas) (?:\w+ )?(?:figurer|apparaître|être)\b[^\n]{0,40}\b(?:liste\w*|fichier\w*"
        r"|base\w*|mailing\w*|carnet|envois)\b",
        unless=r"a été (?:supprim|retir)|d'où|comment avez|avez-vous|son poste",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:ne|n')\b ?(?:plus |pas |jamais |me |nous |m'|veuillez |souhait\w+ |voul\w+ |veux "
        r"|désir\w+ )*(?:(?:me|nous|m') ?)?(?:contact\w*|écri\w+|ecri\w+|envoy\w+|sollicit\w*"
        r"|recev\w+|reçoi\w+|recontact\w*|relanc\w+|dérang\w+|importun\w+|harcel\w+|appel\w+"
        r"|être (?:contact|sollicit|démarch)\w+|adress\w+|démarch\w+)\b[^\n]{0,30}?\b(?:plus|pas"
        r"|jamais|{mail}|de votre part)\b|\bne (?:me|nous) (?:\w+ ){1,2}plus\b|\bplus (?:de"
        r"|aucun|aucune|jamais de) (?:\w+ )?(?:{mail}|contact|démarchage|prospection)\b|\bne"
        r" plus (?:me|nous|recevoir|être|m'|jamais)",
        unless=r"ne (?:reçois|recevons) (?:plus|pas) (?:de |les |aucun )?(?:fournisseurs?"
        r"|commerciaux|visit\w+|clients?|personne)|avant (?:{month}|la mi|le \d)|plus "
        r"personne|rendez-vous|plus de (?:commandes|clients|demandes)|\bpas à (?:moi"
        r"|nous)\b|\bmais (?:à|avec|plutôt) (?:m\.|mme|mon|ma|monsieur|madame|notre|l[ea] )"
        r"|\bpas avant\b|hésit\w+|avant le|je ne l'ai pas reçu|n'ai (?:pas|rien) reçu"
        r"|(?:écri\w+|contact\w+|adress\w+|voyez|appel\w+)[ -](?:vous )?(?:plutôt )?(?:à"
        r"|avec) (?:m\.|mme|mon|ma|monsieur|madame|notre|[a-z]+@)|si vous n'avez pas",
    ),
    _r(
        "optout.not_any_more",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:ne|n')\b[^\n,]{0,50}\b(?:plus|jamais|davantage)\b[^\n,]{0,30}\b(?:recevoir|reçoi\w+"
        r"|sollicit\w+|démarch\w+|vous lire|vous entendre|entendre parler de vous|de vos "
        r"(?:nouvelles|mails|messages|courriels|relances|publicités)|de votre (?:part|publicité"
        r"|prospection|pub)|importun\w+|harcel\w+|être (?:re)?contact\w+|être dérang\w+)\b|\b(?:ne"
        r"|n')\b[^\n,]{0,25}\bpas (?:recevoir|être (?:sollicit|démarch|contact|recontact"
        r"|relanc)\w+|davantage)\b|\b(?:écri\w+|envoy\w+|contact\w+|relanc\w+|sollicit\w+"
        r"|dérang\w+|achal\w+|harcel\w+|appel\w+)(?:-moi|-nous)? (?:\w+ )?(?:plus|pus|jamais)(?: "
        r"rien| jamais| svp| merci| de (?:mails?|courriels?|messages?|pub\w*))*(?: s'il vous "
        r"plaît)?[.! ]*$|\b(?:m'|me |nous |m )(?:écri\w+|envoy\w+|contact\w+|relanc\w+|sollicit\w+"
        r"|dérang\w+|appel\w+|harcel\w+) (?:plus|pus)\b(?! tard| tôt| en | souvent)|\bplus "
        r"(?:jamais|rien)\b(?: \w+){0,3}[.! ]*$|\bplus (?:jamais|rien|aucun\w*) (?:\w+ "
        r"){0,3}?(?:de vous|de votre part|venant de vous|{mail})\b|\bplus (?:de|d') ?(?:{mail}"
        r"|prospection|démarchage|pub)\b|\binutile de (?:me|nous|m') ?(?:recontacter|relancer"
        r"|réécrire|écrire|contacter|rappeler|solliciter)\b|\b(?:merci|prière|priée?s?|veuillez"
        r"|vous prie|gré|reconnaissant\w*|préfér\w+|aimer\w+|souhait\w+"
        r"|voudr\w+)\b[^\n]{0,25}\bne (?:plus|pas) (?:me |nous |m'|être |recevoir|insister"
        r"|relancer|renouveler|récidiver|recommencer|écrire|envoyer|contacter|utiliser|solliciter"
        r"|vous)",
        unless=r"\bpas avant\b|hésit\w+|avant le|n'ai (?:pas|rien|plus) reçu|n'ai jamais reçu|pas "
        r"reçu|plus tard|ne pas (?:me |nous )?(?:transférer|diffuser)|pour le moment|n'est "
        r"plus|en copie|pas (?:me |nous )?recontacter avant|plus de (?:budget|temps|détails"
        r"|place)|ne sais pas",
    ),
    _r(
        "optout.stop",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:arrêt(?:ez|er|e|iez)|cess(?:ez|er|e|iez)|stopp(?:ez|er|e)|stop|mettez fin|mettre "
        r"fin|(?:foutez|fichez|foutre|ficher|fous|fiche)(?:[ -](?:moi"
        r"|nous))?)\b[^\n]{0,30}?\b(?:{mail}|me|nous|moi|m'|écri\w+|envo\w+|contact\w*|relanc\w+"
        r"|harcèlement|harceler|spammer|paix|démarch\w+|prospection|insister|ça|cela|tout|envois?"
        r"|là|cirque|campagne)\b|\b(?:arrêtez|arrête|cessez|arrêtez-vous|cesse)(?: (?:donc|enfin"
        r"|maintenant|svp|merci|s'il vous plaît|immédiatement|tout de suite))*[.! ]*$|\b(?:merci"
        r"|prie|prière|demande|veuillez|souhaite|faut|voulez|gré)\b[^\n]{0,20}\b(?:d'arrêter|de "
        r"cesser|arrêter|cesser|de stopper)\b(?: là)?[^\n]{0,40}|\bça suffit\b|\blaiss(?:ez|e)[ "
        r"-](?:moi|nous) (?:donc |enfin )?(?:tranquilles?|en paix|respirer|travailler)\b|\b(?:en "
        r"paix|tranquilles?)[.! ]*$|\bdernier (?:avertissement|message|mail)\b",
        unless=r"stop(?:per)? (?:à|chez)|arrêt (?:maladie|de travail)|arrêter (?:la production"
        r"|l'activité|notre activité)|cess\w+ (?:notre|son|l') ?activité|soyez tranquille"
        r"|on s'arrête|au calme",
    ),
    _r(
        "optout.fed_up",
        _I.UNSUBSCRIBE,
        0.88,
        r"\blâch(?:ez|e)(?:[ -](?:moi|nous)| l'affaire)|\b(?:j'en ai|on en a|nous en avons|y en a"
        r"|j'ai|commence à en avoir) (?:vraiment |franchement |plus qu')?(?:assez|marre|ras|plein "
        r"le dos|ma claque|soupé|jusque[ -]là)\b|\bras[ -]le[ -](?:bol|pompon)\b|\b(?:tannée?s?"
        r"|écœurée?s?|saoulée?s?|soûlée?s?|gonflée?s?|exaspérée?s?)\b[^\n]{0,30}(?:\b(?:par|de|vos"
        r"|vous|mails?|courriels?)\b|[.!]|$)|\b(?:vous|tu) (?:me |nous |m')(?:saoul\w+|soûl\w+"
        r"|gonfl\w+|cass\w+|emmerd\w+|énerv\w+|fatigu\w+|tann\w+|achal\w+)\b|\b(?:dégagez|dégage"
        r"|du balai|cassez-vous|casse-toi|va te faire|allez vous faire|allez (?:embêter|emmerder"
        r"|voir ailleurs|déranger|harceler)|fous le camp|foutez le camp|de l'air)\b|\bça va "
        r"faire\b[.!, ]|\bcesse\b|\bbon débarras\b",
        unless=r"(?:assez|marre) de (?:chercher|courir|perdre|faire|tout|nos|notre)|assez (?:de "
        r")?(?:clients|travail|occup|débord)|marre de (?:ne pas|perdre|notre)",
    ),
    _r(
        "optout.enough_here",
        _I.UNSUBSCRIBE,
        0.62,
        r"\b(?:restons-en là|en rester là|n'insistez (?:pas|plus)|inutile d'insister|brisons là"
        r"|arrêter là|arrêtons là|on arrête là)\b",
        unless=r"quitté|n'est plus|retraite|parti",
    ),
    _r(
        "optout.blocked",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:bloqu\w+|signal\w+|marqu\w+|classé\w*|mets|met)\b[^\n]{0,40}\b(?:votre|vos|vous"
        r"|cette adresse|cet expéditeur|expéditeur|domaine|spams?|indésirables?|pourriels?|liste "
        r"noire|cnil|signal-spam|phishing|hameçonnage)\b|\bliste noire\b|\bblacklist\w*"
        r"|\b(?:adresse|expéditeur|domaine|courriels?|mails?"
        r"|messages?)\b[^\n]{0,25}\b(?:bloquée?s?|filtrée?s?|mise? en indésirable)\b",
        unless=r"(?:dans|dossier|tombé|passé|arrivé|filtre|anti-?)[^\n]{0,15}(?:spam|indésirable)"
        r"|bloqué\w* (?:par|jusqu|en|dans)|budget|je vous signale|signale que|mets (?:\w+ "
        r")?en copie|bloque (?:\w+ )?(?:un créneau|une date)",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:droit (?:d'opposition|à l'effacement|à l'oubli|de retrait)|mise en demeure|mets en "
        r"demeure|m'oppose|m'y oppose|nous nous opposons|non sollicit\w+|poursuites|aucun droit"
        r"|harcèlement|loi canadienne anti-?pourriel|lcap|loi anti-?pourriel)\b|\b(?:porter|porte"
        r"|porterai|porterons|dépos\w+|plainte)\b[^\n]{0,15}\bplainte\b|\bplainte (?:auprès|à la"
        r"|sera|devant|suivra)|\b(?:mon|notre|nos|mes|l') ?(?:avocat\w*|conseil juridique|service "
        r"juridique|juriste)\b[^\n]{0,60}|\bvoie (?:légale|judiciaire)\b|\b(?:devant la justice"
        r"|au tribunal|en justice)\b|\b(?:sans|aucun|jamais|pas)\b[^\n]{0,30}\b(?:consent\w+"
        r"|accord|autoris\w+|permission)\b[^\n]{0,40}\b(?:\w+er|recevoir|données|contact\w*"
        r"|adresse|mail\w*|démarch\w+|utilis\w+|[.!]|$)|\b(?:je n'ai|nous n'avons|n'avons|n'ai"
        r"|j'ai) (?:\w+ )?(?:jamais|rien|pas) (?:\w+ )?(?:donné|demandé|autorisé|consenti|accepté"
        r"|souscrit|sollicité)\b|\b(?:rgpd|cnil|gdpr|lcen|données personnelles|article (?:17|21"
        r"|15))\b[^\n]{0,60}\b(?:plainte|effac\w+|supprim\w+|oppos\w+|interdi\w+|sanction\w*"
        r"|amende\w*|contraire|illégal\w*|saisi\w*|retir\w+|viol\w+|infraction|droit)\b"
        r"|\b(?:plainte|saisi\w*|signal\w+|contraire|illégal\w*|interdi\w+|infraction|violation"
        r"|viol\w+|non[- ]respect|conformément|en vertu)\b[^\n]{0,60}\b(?:rgpd|cnil|gdpr|lcen"
        r"|données personnelles|loi)\b",
        unless=r"n'y (?:connaît|entend|comprend)|avocat d'affaires|"
        r"je suis avocat|cabinet d'avocat|mon avocat d'associé|sans l'accord de (?:mon|ma"
        r"|notre|la|le)|pas autorisée? à|sous réserve|avec l'accord|notre avocat "
        r"(?:interne )?(?:gère|s'occupe)|l'accord (?:de|du)",
    ),
    _r(
        "optout.law_word",
        _I.UNSUBSCRIBE,
        0.4,
        r"\b(?:rgpd|cnil|gdpr|lcen|données personnelles|consentement|plainte|comme la loi|article "
        r"(?:17|21|15)|spams?|pourriels?|démarchage|pub)\b",
        unless=r"(?:dans|dossier|tombé|passé|arrivé|filtre|anti-?)[^\n]{0,15}(?:spam|indésirable)"
        r"|campagne|agence de pub",
    ),
    _r(
        "optout.way_out",
        _I.UNSUBSCRIBE,
        0.9,
        r"\bcomment\b[^\n]{0,35}\b(?:pour (?:ne plus|me dés|se dés|sortir|arrêter|faire cesser"
        r"|que ça (?:cesse|arrête)|en finir|être retirée?)|(?:je|on) (?:sort|sors|arrête|m'enlève"
        r"|se désinscrit|me désinscris|se débarrasse|me débarrasse)|se débarrasser|me débarrasser"
        r"|me retirer|être retirée?)|\b(?:lien|bouton|moyen|façon) (?:\w+ )?(?:de|pour) (?:me |se "
        r")?(?:dés\w+|ne plus|sortir|arrêter)",
        unless=r"taux|pour arrêter (?:une|la) date",
    ),
    _r(
        "optout.told_before",
        _I.UNSUBSCRIBE,
        0.72,
        r"\bdéjà (?:\w+ ){0,4}?(?:demandé|dit|signalé|écrit|répondu|prévenu|signifié|précisé)\b"
        r"|\b(?:j'ai|on a|nous avons|je vous ai|on vous a) (?:déjà |bien )?dit non\b|\b(?:combien "
        r"de fois|pour la (?:deuxième|troisième|énième|dernière|nième) fois|dernière fois|quelle "
        r"partie de)\b[^\n]{0,30}|\bque ce soit (?:bien )?(?:la dernière|le dernier)\b"
        r"|\b(?:c'était|ce sera|soit) (?:le|la) (?:dernier|dernière)\b",
        unless=r"la dernière fois que (?:je|nous|j')|comme je l'ai dit|déjà dit à (?:votre|mon)"
        r"|je vous ai déjà transmis",
    ),
    _r(
        "optout.my_mailbox",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:boîte|boite|adresse|messagerie|courriel)\b[^\n]{0,30}\b(?:n'accept\w+|n'est pas "
        r"(?:\w+ )?(?:destinée|faite|une? (?:poubelle|boîte|panneau|dépotoir))|pas faite pour"
        r"|refuse|ne sert pas à|interdite?|n'est pas destinée)\b|\bn'utilis\w+ (?:plus|pas) "
        r"(?:cette|mon|notre|mes|nos)\b|\b(?:épargn|dispens|abst)\w+(?:-(?:moi|nous"
        r"|vous))?\b[^\n]{0,30}\b(?:sollicitations?|mails?|messages?|courriels?|envois?|relances?"
        r"|prospection|publicité|à l'avenir|désormais|ce genre|ce type|de)\b|\babstenez-vous\b"
        r"|\bne (?:veux|veut|voulons|souhaite|souhaitons|désire|désirons|tiens) (?:\w+ )?(?:plus"
        r"|pas|jamais) (?:à )?(?:vous )?(?:voir|entendre|lire|recevoir)\b|\bfini (?:les|la|avec"
        r"|de) (?:courriels?|mails?|pub\w*|messages?|relances?)\b",
        unless=r"poubelle (?:de|jaune|connectée)|je ne veux pas vous (?:faire|donner)|corbeille "
        r"de fruits|collecte|poubelles",
    ),
    _r(
        "optout.next_time",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:la prochaine|le prochain|au prochain|à la prochaine|encore (?:un|une)|un (?:mail"
        r"|courriel|message) de plus|si vous (?:m'|nous |me |insist|continu|recommenc"
        r"|récidiv))[^\n]{0,70}\b(?:conseil|avocat|plainte|cnil|signal\w+|bloqu\w+|spam"
        r"|indésirable|tribunal|justice|police|facture|poursuivr\w+|poursuite)\b",
        unless=r"prochain conseil|bloque(?:r)? (?:un|une) (?:date|créneau)",
    ),
    _r(
        "optout.to_the_bin",
        _I.UNSUBSCRIBE,
        0.66,
        r"\b(?:à la |la |direct )(?:poubelle|corbeille)\b",
        unless=r"mais|d'habitude|normalement|d'ordinaire|presque|failli|collecte",
    ),
    _r(
        "optout.do_not",
        _I.UNSUBSCRIBE,
        0.9,
        r"^(?:merci,? |svp,? |stop,? )?ne (?:plus|pas|jamais) (?:\w+ )?(?:contact|écri|envoy"
        r"|relanc|sollicit|utilis|m'|démarch|spamm|appel)\w*",
        unless=r"avant|avec (?:mme|m\.)|en janvier",
    ),
    _r(
        "optout.annoyed",
        _I.UNSUBSCRIBE,
        0.72,
        r"\b(?:m'agac\w+|agaçants?|agaçante?s?|pénibles?|lassants?|lourds?,? (?:vos|ces|là)"
        r"|insistants?|envahissants?|intrusifs?)\b|\b(?:du vent|ouste?|basta)\b|\b(?:troisième"
        r"|quatrième|cinquième|dixième|énième) (?:mail|courriel|message|relance)\b",
        unless=r"pas (?:du tout )?(?:agaçant|pénible|insistant|lourd)|pénible (?:à|de|au)|métier"
        r"|dans le vent|intéress\w+",
    ),
    _r(
        "optout.neither",
        _I.UNSUBSCRIBE,
        0.88,
        r"\bni (?:\w+ )?{mail},? ni\b|\bni (?:\w+ )?appels?,? ni\b|\b(?:souhaite|voudrais|veux"
        r"|désire|demande à|aimerais|souhaitons|voulons) (?:\w+ )?être (?:retirée?s?|supprimée?s?"
        r"|rayée?s?|enlevée?s?|désinscrite?s?|radiée?s?|effacée?s?|désabonnée?s?|sortie?s?)\b",
        unless=r"reçu ni|n'ai (?:reçu|eu) ni",
    ),
)

_REFERRAL = (
    _r(
        "referral.contact",
        _I.REFERRAL,
        0.66,
        r"\b(?:contact(?:ez|er|e)|voyez|voir|adress(?:ez|er)|écriv(?:ez|ons)|écrire à|appel(?:ez|er)"
        r"|joign(?:ez|dre)|demand(?:ez|er) (?:à|plutôt)|parl(?:ez|er)|en parler|rapproch(?:ez"
        r"|er)|tourn(?:ez|er)|essay(?:ez|er)|passez par|prenez contact|prendre contact|invite à"
        r"|conseille (?:de|d')|téléphon(?:ez|er)|envoyez (?:\w+ ){0,3}à|vois"
        r"|écris)\b[^\n]{0,60}?\b(?:avec|à|au|auprès|vers|plutôt|directement|m\.|mme|monsieur"
        r"|madame|mon|ma|notre|le|la|l'|par)\b",
        unless=r"\b(?:moi|me|m'|nous|recontact\w*)\b(?!.{0,40}@)|\bne\b|n'hésitez|rappelez",
    ),
    _r(
        "referral.handles",
        _I.REFERRAL,
        0.62,
        r"\b(?:qui|c'est|est|sera|serait|elle|il|collègue|directeur|directrice|responsable|mme|m\."
        r"|[a-zà-ÿ]+)\b ?(?:s'occupe|s'en occupe|gère|gere|pilote|dirige|est (?:en charge"
        r"|chargée?|responsable|la bonne|le bon|votre|notre)|suit|traite|décide|reprend|a repris"
        r"|remplace|chapeaute|supervise|assure|tient)\b|\b(?:la bonne personne|le bon"
        r" (?:interlocuteur|contact)|la bonne interlocutrice|votre interlocut\w+|sa remplaçante"
        r"|son remplaçant|son successeur|en charge (?:de|du|des)|responsable (?:commercial\w*"
        r"|des ventes|est))\b",
        unless=r"\b(?:je|j'|nous|qui|personne|pas|ne|n'|vous)\b ?(?:\w+ )?(?:s'occupe|gère|pilote"
        r"|dirige|est|suis|m'occupe)|\bc'est (?:bien )?moi\b|je ne sais pas|je ne suis pas (?:la"
        r"|le)(?!.{0,80}(?:@|contact|voyez))",
    ),
    _r(
        "referral.passed_on",
        _I.REFERRAL,
        0.9,
        r"\b(?:transmis\w*|transmets|transféré\w*|transfère|transfere\w*|fait suivre|fais suivre"
        r"|faisons suivre|communiqué\w* à|remis\w* à|passé\w* (?:\w+ ){0,3}à|redirigé\w*"
        r"|relayé\w*|fait passer|réorienté\w*)\b",
        unless=r"\b(?:pas|avant|si|peux|peut|pourrai\w*|jamais)\b",
    ),
    _r(
        "referral.copying",
        _I.REFERRAL,
        0.85,
        r"\b(?:en copie|en cc|mets? (?:\w+ ){0,3}(?:en copie|dans la boucle|en cc)|met en copie"
        r"|ajoute|dans la boucle|je vous présente|met(?:s|tons)? en relation|copie à)\b",
        unless=r"\bpas\b",
    ),
    _r(
        "referral.send_on",
        _I.REFERRAL,
        0.68,
        r"\bje vous (?:renvoie|oriente|aiguille|dirige|redirige|invite à|adresse|suggère|conseille"
        r"|recommande)\b[^\n]{0,60}|\b(?:faut|faudrait|il faut|mieux vaut|le mieux est de|le "
        r"mieux c'est de|vous devriez|vous devez) (?:\w+ )?(?:voir|parler|demander|s'adresser"
        r"|passer|contacter|appeler|écrire|vous adresser)\b[^\n]{0,50}|\b(?:relève|dépend|c'est "
        r"du ressort|c'est l'affaire|c'est la responsabilité|est du domaine|c'est le domaine"
        r"|c'est le rayon|c'est à l'attention) (?:de|du|d'|des)\b|\b(?:frappez|toquez|cognez) "
        r"(?:plutôt )?(?:à la porte|chez|au bureau)\b|\bc'est (?:plutôt |désormais |maintenant "
        r"|mon |ma |notre |donc )*(?:[a-zà-ÿ' -]{2,40}) (?:qui|que) (?:gère|s'occupe|décide|pilote"
        r"|tranche|supervise|chapeaute|prend|faut|vous devez|suit)\b",
        unless=r"\b(?:moi|de moi|ne sais|pas)\b|c'est (?:nous|vous|eux) qui",
    ),
    _r(
        "referral.not_me_but",
        _I.REFERRAL,
        0.72,
        r"\bpas (?:à|avec) moi\b[^\n]{0,12}\b(?:mais|plutôt) (?:à|avec|plutôt)\b|\b(?:plutôt"
        r"|mais) (?:à|avec|vers|chez) (?:m\.|mme|monsieur|madame|mon|ma|notre)\b",
    ),
)

_RIGHT_PERSON = (
    _r(
        "right.me",
        _I.RIGHT_PERSON,
        0.92,
        r"^(?:oui|exact|exactement|affirmatif|tout à fait|absolument)[.! ]*$|\b(?:passe|passent"
        r"|transite) par moi\b|\bvous pouvez (?:voir|en parler|traiter|échanger) avec moi\b"
        r"|\bj'ai repris (?:ce|le|son) (?:poste|dossier|rôle)\b|\bc'est bien mon (?:rayon"
        r"|domaine|rôle)\b|\bc'est (?:bien )?mon rayon\b|\bl'avez devant vous\b|\bje gère (?:les"
        r" ventes|le commercial|ça|cela|tout)\b|^(?:(?:oui|bonjour|effectivement|en effet|exact"
        r"|tout à fait)[,.!]? )*(?:c'est (?:bien |donc |effectivement )?(?:moi|moi-même|mon"
        r" domaine|mon rôle|pour moi)|moi|moi-même|lui-même|elle-même|je m'en occupe|votre"
        r" serviteur|présent|en personne)(?: (?:même|qui|le|la|gère|m'en occupe|qui gère|qui"
        r" m'en occupe))*[.!) ]*(?=$|[,;])",
    ),
    _r(
        "right.i_handle",
        _I.RIGHT_PERSON,
        0.88,
        r"\b(?:je|j'|nous|moi qui|c'est moi qui)\b ?(?:m'occupe|m'en occupe|gère|gere|pilote|dirige"
        r"|suis (?:\w+ )?(?:responsable|en charge|le (?:gérant|dirigeant|directeur|patron"
        r"|responsable)|la (?:gérante|dirigeante|directrice|patronne|responsable)|directeur"
        r"|directrice|gérante?|dirigeante?|commercial|votre (?:interlocut\w+|contact|homme))"
        r"|décide|traite|suis la bonne|suis le bon|assure|chapeaute|supervise|centralise)\b"
        r"|\b(?:bonne (?:personne|adresse)|bon interlocuteur|frappé à la bonne porte|bonne"
        r" porte)\b|\bc'est (?:bien )?moi\b",
        unless=r"\b(?:ne|n'|pas|plus)\b|logistique|comptab|technique|achats|rh\b|production|qui est"
        r"|connaître",
    ),
    _r(
        "right.mine",
        _I.RIGHT_PERSON,
        0.87,
        r"\b(?:j'en ai|j'ai|en ai|on m'a confié|m'a été confiée?|j'assume|j'en assume) (?:bien "
        r"|toujours |désormais |seule? |toute )*(?:la charge|la responsabilité|la direction|le "
        r"commercial|les ventes)\b|\b(?:m'incombe|me revient|me reviennent|m'échoit|m'appartient"
        r"|m'est (?:confiée?|dévolue?))\b|\brelèv\w+ (?:bien |directement |de fait )*(?:de moi|de "
        r"ma|de mes|de mon)\b|\b(?:sous ma (?:responsabilité|direction|houlette|coupe)|dans mes "
        r"(?:attributions|cordes|fonctions|mains)|dans mon (?:giron|périmètre|service)|de mon "
        r"ressort|sur mon bureau|c'est mon (?:dossier|département|job|boulot|bébé|dada))\b"
        r"|\b(?:homme|femme)[ -]orchestre\b|\btoutes les casquettes\b|\bà la fois (?:le |la "
        r")?(?:patron|patronne|gérante?|vendeu\w+)\b|\b(?:même|seule?) (?:bonhomme|bonne femme"
        r"|personne)\b[^\n]{0,40}|\bil vous (?:écrit|répond|lit)\b|\bc'est (?:bibi|ma pomme"
        r"|mézigue|bien bibi|votre serviteur|votre servante)\b|\b(?:vous (?:l'avez|êtes) |z'êtes "
        r"|t'es )?(?:au bon endroit|bien tombée?s?|à la bonne adresse|à la bonne enseigne|bien "
        r"renseignée?|bien adressée?|tombé pile|au bout du fil|devant vous|en ligne)\b|\bc'est "
        r"(?:ben |bel et bien |toujours |encore )?moi(?: qui)?(?: (?:décide|tranche|signe|gère"
        r"|dirige|m'occupe|m'en charge|vends|négocie))?\b|\b(?:je|j') ?(?:m'en charge|tranche"
        r"|chapeaute|signe tout|fais tout|suis seule? (?:à bord|maître|aux commandes)|suis "
        r"(?:votre|le) homme|suis votre femme|suis la personne|suis celui|suis celle|suis bien "
        r"(?:la|le|celui|celle))\b|\ble (?:patron|boss|chef|commercial|gérant),? c'est moi\b|\ben "
        r"ce moment même à qui de droit\b",
        unless=r"\b(?:ne|n'|pas|plus|jamais)\b|\bn'|logistique|comptab|qui est|connaître|mal tombé",
    ),
    _r(
        "right.guessed",
        _I.RIGHT_PERSON,
        0.84,
        r"\b(?:bien|vous avez|t'as|juste) (?:bien |tout )?(?:vu|deviné|visé|supposé|tapé juste)\b"
        r"|\bvous (?:supposez|devinez|pensez|visez) (?:bien|juste)\b|\b(?:dans le mille|bingo"
        r"|gagné)\b|\bc'est exact(?:ement ça)?[.! ]*$",
        unless=r"\b(?:pas|mal)\b",
    ),
    _r(
        "right.alone_here",
        _I.RIGHT_PERSON,
        0.5,
        r"\b(?:travaille|suis) (?:toute? )?seule?\b|\bauto-?entrepreneu\w+\b|\bentreprise individuelle\b",
    ),
    _r(
        "right.the_boss",
        _I.RIGHT_PERSON,
        0.8,
        r"\b(?:vous (?:parlez|écrivez|vous adressez|avez)|c'est) (?:\w+ ){0,2}?(?:au|à la|le|la) "
        r"(?:patron|patronne|chef|cheffe|gérante?|dirigeante?|directeur|directrice"
        r"|boss)\b(?:[^\n]{0,20}(?:même|elle-même|lui-même|en personne|en ligne|devant)|[.! ]*$)",
        unless=r"\b(?:pas|plutôt)\b",
    ),
    _r(
        "right.nobody_else",
        _I.RIGHT_PERSON,
        0.82,
        r"\bpersonne d'autre que moi\b|\bnul autre que moi\b|\bmoi et moi seule?\b",
    ),
)

_INTERESTED = (
    _r(
        "interest.send",
        _I.INTERESTED,
        0.88,
        r"\b(?:envoy(?:ez|er|e)|adress(?:ez|er)|transmett(?:ez|re)|fai(?:tes|re) (?:moi |nous"
        r" )?parvenir|faites-(?:moi|nous)|partag(?:ez|er)|donnez|auriez-vous|avez-vous"
        r"|pouvez-vous|pourriez-vous)\b[^\n]{0,50}?\b(?:plaquette|brochure|documentation|doc"
        r"|docs|documents?|tarifs?|prix|devis|présentation|informations?|infos?|détails?"
        r"|précisions|exemples?|références|catalogue|offre|proposition|lien|grille|dossier"
        r"|éléments)\b",
        unless=r"\bne\b|\bn'(?!h)|\bjamais\b|\bpas la peine\b",
    ),
    _r(
        "interest.talk",
        _I.INTERESTED,
        0.84,
        r"\b(?:disponible|dispo|libre|partant\w*|d'accord|volontiers|avec plaisir|pourquoi pas"
        r"|ravi\w*|je veux bien|parlons|discutons|échangeons|appelons|voyons|fixons|convenons"
        r"|planifions|organisons|calons|prévoyons|on (?:s'appelle|se voit|se cale|cale|cale|peut"
        r" s'appeler|peut (?:en parler|échanger|se)|en parle|cale)|proposez(?:-moi|-nous| un)"
        r"|prenons|rendez-vous|rdv|un (?:appel(?! d'offres?)|créneau|échange|point|café)|quand (?:êtes|pouvez"
        r"|seriez|peut)|êtes-vous (?:libre|disponible|dispo))\b",
        unless=r"\b(?:ne|n'|(?<!pourquoi )pas|plus|indisponible)\b(?! (?:contre|mal|hésit))"
        r"|\bpourquoi pas vous\b|absent|reprendr|plus tard|rentrée|au retour",
    ),
    _r(
        "interest.call_me",
        _I.INTERESTED,
        0.9,
        r"\b(?:appel(?:ez|er)|rappel(?:ez|er)|téléphon(?:ez|er)|joign(?:ez|dre)"
        r"|passez-moi)(?:-(?:moi|nous)| moi| nous)\b|\b(?:mon (?:numéro|portable|téléphone|fixe)"
        r"|ma ligne|me (?:joindre|rappeler|téléphoner|contacter (?:au|par téléphone))|m'appeler"
        r"|coup de fil)\b",
        unless=r"\b(?:ne|n'|pas|plus)\b|recontact",
    ),
    _r(
        "interest.yes",
        _I.INTERESTED,
        0.8,
        r"\b(?:(?:ça|ca|cela|c'est|sujet|votre \w+|tout cela|le sujet) (?:m'|nous |me |peut "
        r"|pourrait |est |semble |paraît |a l'air )?(?:nous |m')?(?:intéress\w*|intéressant\w*"
        r"|bien|tombe (?:bien|à pic))|intéressé\w*|m'intéresse|nous intéresse|curieu[xs]\w*"
        r"|dites-(?:m'en|nous en|moi|nous)(?: en)? plus|en savoir (?:un peu )?plus|plus de"
        r" détails|je vous écoute|à l'écoute|allez-y|preneur\w*|avec intérêt|vous avez une"
        r" (?:plaquette|brochure|doc\w*|présentation)|avez-vous une (?:plaquette|brochure|doc\w*"
        r"|présentation)|bon timing|tombez bien|nous cherchons (?:justement|actuellement)"
        r"|justement|on regarde|nous étudierons|je regarderai)\b",
        unless=r"jusqu'|\bensuite\b|"
        r"mon rayon|mon domaine|bien moi|c'est moi|\b(?:ne|pas|aucun\w*|sans)\b(?! hésit)"
        r"|\bn'|\bsi (?:ça|cela|c'est|intéress)|s'il est intéress|intéressé,? il|intéressé,?"
        r" elle|\bque\b.{0,12}\?",
    ),
    _r(
        "interest.time",
        _I.INTERESTED,
        0.76,
        r"\b(?:{weekday}|demain|semaine prochaine)\b[^\n]{0,40}\b(?:\d{1,2} ?h(?:\d\d)?|matin"
        r"|après-midi|me (?:va|convient)|convient|possible|appel\w*|ok)\b",
        unless=r"\b(?:ne|n'|pas|absent\w*|de retour|retour|fermé\w*)\b",
    ),
    _r(
        "interest.let_us",
        _I.INTERESTED,
        0.84,
        r"^(?:bonjour|bonsoir|salut|allo|ah|oh|eh bien|oui|ok)?[,.! ]*(?:banco|chiche|allons-y|ok "
        r"pour (?:moi|nous)|carrément|avec (?:grand )?plaisir|volontiers|pourquoi pas|bien sûr"
        r"|partant\w*|go|preneur\w*|envoyez(?:-moi ça)?|bonne idée|je suis tout ouïe|tout ouïe)\b"
        r"|\b(?:passez|venez|montez|arrêtez-vous) (?:\w+ )?(?:nous voir|me voir|au bureau|à "
        r"l'atelier|à la boutique|au magasin|prendre un café|boire un café|quand vous voulez)\b"
        r"|\b(?:réserv\w+|prenez|choisi\w+|bloqu\w+|calez) (?:\w+ ){0,3}?(?:créneau\w*|rendez-vous"
        r"|rdv|date|moment|place|plage)\b|\b(?:mon|notre) (?:agenda|calendrier|calendly|lien de "
        r"(?:réservation|rendez-vous))\b|\b(?:jasons|jase|jaser|bavard\w+|causons|causer"
        r"|parlons-en|échangeons|discutons|voyons-nous|rencontrons-nous|se rencontrer|faire "
        r"connaissance)\b|\b(?:tombe|tombez|arrive|arrivez) (?:vraiment |drôlement |plutôt "
        r")?(?:bien|à pic|à point|au bon moment|pile)\b|\b(?:soumission|estimé|maquette|démo"
        r"|démonstration|échantillon\w*|essai)\b[^\n]{0,30}(?:\b(?:nous|moi|svp|possible|recevoir"
        r"|envoy\w+|faire|voir)\b|\?|$)|\b(?:montrez|racontez|expliquez|dites|détaillez|parlez)[ "
        r"-](?:moi|nous)\b|\b(?:dites|racont\w+)-m'en\b|\b(?:ça|cela|votre (?:offre|proposition"
        r"|message|approche)|l'idée) (?:m'|nous |me )?(?:intéresse|interpelle|intrigue|parle|plaît"
        r"|tente|botte|titille)\b|\bà creuser\b|\bj'aimerais (?:beaucoup )?(?:en (?:discuter"
        r"|parler|savoir)|vous (?:rencontrer|entendre|parler))\b|\b(?:nous|on|je) (?:cherch\w+"
        r"|recherch\w+|avons besoin|a besoin|ai besoin)\b[^\n]{0,20}\b(?:justement|précisément"
        r"|activement|quelqu'un|exactement|urgent\w*|clients)\b",
        unless=r"jusqu'|\bensuite\b|"
        r"\b(?:ne|n'|(?<!pourquoi )pas|plus|jamais|aucun\w*)\b(?! (?:mal|contre))|\bn'"
        r"|plus tard|pourquoi pas vous|dites-moi (?:qui|où|comment|d'où|ce que|de quoi"
        r"|pourquoi)|expliquez-(?:moi|nous) (?:qui|comment|d'où|pourquoi)|reparl|quand "
        r"(?:la|le|les|on)|rentrée|après",
    ),
    _r(
        "interest.do_call",
        _I.INTERESTED,
        0.85,
        r"\bn'hésit(?:ez|e) (?:pas|surtout pas) à (?:m'|me |nous |revenir|passer|insister)\b"
        r"|\bn'hésit(?:ez|e) (?:pas|surtout pas) à m'\w+|\bsi (?:vous n'avez|tu n'as|je ne "
        r"(?:vous )?répon\w+)\b[^\n]{0,40}\b(?:rappel|relanc|insist|écriv|appel)\w+",
        unless=r"en cas d|urgence|mon collègue|ma collègue",
    ),
    _r(
        "interest.why_not",
        _I.INTERESTED,
        0.8,
        r"\bpas (?:inintéressante?|contre|fermée?s? à|opposée?s? à|mal du tout)\b|\bne dis pas "
        r"non\b|\b(?:soit|bon d'accord|allez|ok),? (?:\w+ ){0,3}?(?:minutes|{weekday}|demain"
        r"|envoyez|appelez|voyons)\b|\bpourquoi pas\b(?! (?:vous|plutôt))",
        unless=r"\bplus tard\b|rentrée|après|en (?:{month})",
    ),
    _r(
        "interest.next_step",
        _I.INTERESTED,
        0.8,
        r"\b(?:quelle est la suite|prochaines étapes|comment (?:procède-t-on|procédons-nous|on "
        r"procède|fait-on|on s'organise))\b|\bquand (?:peut-on|pourrait-on|pouvons-nous|on peut) "
        r"(?:se |en |nous )?(?:parler|voir|rencontrer|discuter|appeler)\b|^(?:très |plutôt "
        r")?intéressant[,.! ]",
        unless=r"\b(?:pas|mais)\b",
    ),
)

_QUESTION = (
    _r(
        "question.about",
        _I.QUESTION,
        0.87,
        r"\b(?:de quoi (?:s'agit|parl\w+|est-il|voulez)|à quel (?:sujet|propos)|a quel sujet|c'est à"
        r" quel|pour quel (?:motif|sujet|produit|besoin)|quel (?:est (?:l'objet|le but|votre|le"
        r" sujet)|sujet|besoin|produit|motif|objet|rapport|service)|quelle (?:est (?:la raison"
        r"|votre|la nature)|société|entreprise|solution|offre|prestation|demande)|que (?:vendez"
        r"|proposez|voulez|faites|souhaitez|recherchez|voulez-vous)|qu'est-ce que (?:vous|c'est"
        r"|ça)|c'est (?:pour quoi|pourquoi|quoi)|c'est-à-dire|pour quelle raison|dans quel"
        r" (?:but|cadre)|en quoi (?:consiste|puis|cela)|l'objet de (?:votre|la)|préciser"
        r" (?:votre|l'objet|le|la|ce)|être plus précis\w*|plus de précisions|vente de quoi)\b",
    ),
    _r(
        "question.who",
        _I.QUESTION,
        0.86,
        r"\b(?:qui (?:êtes|etes|est-ce|représentez|vous a)|vous (?:êtes|représentez) (?:qui|quelle"
        r"|de quelle)|de la part de qui|quelle (?:société|entreprise) (?:représentez|êtes)|on se"
        r" connaît|nous connaissons-nous|de quelle (?:société|entreprise))\b",
    ),
    _r(
        "question.source",
        _I.QUESTION,
        0.88,
        r"\b(?:comment|où|d'où|par qui|qui)\b[^\n]{0,20}\b(?:avez|eu|obtenu|trouvé|tenez|vient"
        r"|récupéré|as-tu|donné)\b[^\n]{0,30}\b(?:adresse|contact|coordonnées|mail|e-mail|email"
        r"|nom|numéro|données)\b",
    ),
    _r(
        "question.price",
        _I.QUESTION,
        0.85,
        r"\b(?:combien (?:ça|cela|ca|coût\w*|est|faut|pour)|quel(?:s)? (?:est (?:le|votre) (?:prix"
        r"|tarif|coût)|sont (?:les|vos) (?:prix|tarifs|coûts|honoraires)|prix|tarif\w*)|c'est"
        r" combien|vos tarifs|travaillez-vous (?:avec|déjà)|avez-vous des (?:références"
        r"|clients))\b",
        unless=r"envoy",
    ),
    _r(
        "question.mark",
        _I.QUESTION,
        0.5,
        r"[a-zà-ÿ)\"'] ?\?(?! ?\?)",
        unless=r"créneau|plaquette|brochure|dispo\w*|libre|{weekday}|demain|d'accord ?\?|appel|rendez",
    ),
    _r(
        "question.open",
        _I.QUESTION,
        0.65,
        r"^(?:et |mais |alors )?(?:qui|que|quoi|quel\w*|comment|pourquoi|est-ce|où|c'est|vous"
        r"|avez-vous|êtes-vous|s'agit-il|pouvez-vous|travaillez|proposez)\b[^\n]{3,120}\?",
        unless=r"créneau|plaquette|brochure|se cale|se voit|dispo\w*|libre|demain|appel|rendez|quand",
    ),
    _r(
        "question.spoken",
        _I.QUESTION,
        0.85,
        r"\b(?:c'est|cé|c|s'est|ces|sa coute|ça coûte|ça vaut|ça fait) (?:koi|quoi|combien)\b"
        r"|\b(?:vous|tu) (?:vendez|faites|proposez|voulez|offrez|êtes|vends|fais|proposes|veux"
        r"|es) (?:quoi|qui|où)\b|\bvous êtes qui\b|\bt'es qui\b|\bça (?:sert|consiste|veut dire"
        r"|coûte|marche|donne|implique|ressemble)\b[^\n]{0,15}\b(?:quoi|combien|comment)\b"
        r"|\b(?:qu'entendez-vous|que voulez-vous dire|qu'entends-tu|que signifie|qu'est-ce que "
        r"(?:vous|cela|ça|c'est))\b|\b(?:est-ce|c'est) (?:une|un) (?:pub\w*|arnaque|robot|vrai"
        r"|blague|test|spam|démarch\w+)\b[^\n]{0,20}\?|\b(?:avant de|pour pouvoir|afin de) "
        r"(?:vous )?(?:répondre|orienter|aiguiller|transmettre|décider|me "
        r"prononcer)[^\n]{0,60}\b(?:savoir|préciser|précisez|connaître|comprendre|dire|dites)\b"
        r"|\b(?:j'aimerais|je voudrais|voudrais|aimerais|souhaiterais|souhaite) (?:d'abord |bien "
        r"|quand même |juste )?(?:savoir|comprendre|connaître) (?:ce|de quoi|qui|pourquoi|comment"
        r"|à quel|d'où|quel\w*|combien|votre|vos|l'objet|en quoi|dans quel)\b|\b(?:je ne |j'ai "
        r"pas |pas |je )(?:\w+ )?(?:comprends|compris|saisis|saisi|vois) (?:pas )?(?:bien |trop "
        r"|très )*(?:votre|l'objet|ce que|où vous|le sens|de quoi|la question|en quoi)\b|\b(?:d'où"
        r"|comment|où) (?:tenez|sortez|avez|connaissez|détenez|vous vient|tu as|t'as|vous "
        r"êtes-vous procuré|possédez)[^\n]{0,30}\b(?:adresse|nom|coordonnées|mail|courriel|contact"
        r"|ça|numéro|me|nous|prénom)\b|\b(?:précisez|précise|éclairez|éclaire)(?:-moi| moi|-nous"
        r"|z)?\b[^\n]{0,40}\b(?:demande|intention\w*|objet|propos|pensée|offre|démarche|besoin"
        r"|lanterne)\b",
        unless=r"sais pas|pas à moi|c'est quoi (?:ce|cette) (?:bordel|délire)",
    ),
    _r(
        "question.inverted",
        _I.QUESTION,
        0.66,
        r"\b[a-zà-ÿ]{2,}-(?:t-)?(?:il|elle|ils|elles|vous|tu|on|ce)\b[^\n]{0,160}\?|\best-ce "
        r"(?:que|qu'|bien|une|un|la|le)\b[^\n]{0,140}\?",
        unless=r"créneau|plaquette|brochure|dispo\w*|libre|demain|appeler|rendez|{weekday}|envoyer"
        r"|parvenir|café|heure|pas arrêter|cesser|appelle-t-on",
    ),
    _r(
        "question.depends",
        _I.QUESTION,
        0.82,
        r"\b(?:de|selon|suivant) (?:la|votre) réponse\b[^\n]{0,20}\b(?:dépend\w*|je|nous|la "
        r"mienne)\b|\bavant toute chose\b[^\n]{0,60}\?",
    ),
    _r(
        "question.either_or",
        _I.QUESTION,
        0.62,
        r"[^\n]{3,80}\bou (?:bien )?(?:de|d'|du|des|un|une|plutôt|si|pour|à)\b[^\n]{2,60}\?",
        unless=r"{weekday}|matin|après-midi|créneau|heure|demain|rendez|appel",
    ),
    _r(
        "question.tell_me_first",
        _I.QUESTION,
        0.83,
        r"\b(?:dites|dis|expliquez|indiquez|précisez)[ -](?:moi|nous) (?:\w+ ){0,2}?(?:qui|ce que"
        r"|pour qui|pourquoi|d'où|comment|de quoi|au nom de|quel\w*|en quoi)\b|\b(?:pour le compte"
        r"|au nom|pour) de qui\b",
        unless=r"quand|quel jour|à qui",
    ),
)

_NOT_NOW = (
    _r(
        "later.not_now",
        _I.NOT_NOW,
        0.84,
        r"\b(?:pas (?:pour le moment|pour l'instant|maintenant|actuellement|en ce moment|cette année"
        r"|ce mois|tout de suite|encore|le (?:bon )?moment|le temps|une priorité|dans l'immédiat"
        r"|la priorité|d'actualité|à l'ordre du jour)|mauvais (?:moment|timing)|(?:pour|en)"
        r" (?:le moment|l'instant|ce moment)|débordé\w*|submergé\w*|surchargé\w*|la tête sous"
        r" l'eau|sous l'eau|en plein\w*|budget\w*[^\n]{0,25}(?:gel\w*|bouclé\w*|clos\w*"
        r"|épuisé\w*|consommé\w*|bloqué\w*|figé\w*)|en pause|en attente|gelé\w*|trop (?:de"
        r" travail|occupé\w*|chargé\w*)|repoussé|reporté)\b",
        unless=r"jamais|pas intéress\w+(?!.{0,20}(?:moment|instant))|n'est pas moi",
    ),
    _r(
        "later.come_back",
        _I.NOT_NOW,
        0.88,
        r"\b(?:recontact\w+|rappel\w+|revenez|revenir|relanc\w+|reparl\w+|repren\w+|réécri\w+"
        r"|recri\w+|écriv\w+|contact\w+|voir|voyons|appel\w+|retent\w+|représent\w+|manifest\w+"
        r"|réessay\w+|rediscut\w+|faites-moi signe)\b[^\n]{0,50}?\b(?:(?:en|à|au|après|dans|vers"
        r"|d'ici|début|fin|mi-|courant|le|la|à partir d[ue]|dès) ?(?:\w+ ){0,2}?(?:{month}"
        r"|{season}|rentrée|\d{1,2}(?:er)? (?:{month})|année prochaine|an prochain|mois prochain"
        r"|semestre|quelques|deux|trois|quatre|six|\d+ (?:mois|semaines|jours)|mois|semaines"
        r"|l'année)|plus tard|ultérieurement|l'année prochaine|le mois prochain|dans l'année)",
        unless=r"ne plus|\bplus (?:de|me|jamais)\b|\bdemain\b",
    ),
    _r(
        "later.later",
        _I.NOT_NOW,
        0.7,
        r"\b(?:plus tard|ultérieurement|peut-être (?:plus tard|l'année|en|à)|après (?:les |la |le "
        r"|l')?(?:{season}|{month})|pas avant|d'ici (?:là|quelques|fin)|l'an(?:née)? prochain\w*"
        r"|à la rentrée|au (?:printemps|prochain|second|premier|deuxième|troisième)"
        r" ?(?:trimestre|semestre)?|en (?:{month})|dans (?:quelques|deux|trois|six|\d+) (?:mois"
        r"|semaines))\b",
        unless=r"quitté|parti\w*|retraite|absent",
    ),
    _r(
        "later.when",
        _I.NOT_NOW,
        0.85,
        r"\b(?:reparl\w+|revenez|revenir|recontact\w+|rappel\w+|relanc\w+|écriv\w+|réécriv\w+"
        r"|contact\w+|reven\w+|repass\w+|refaites|redemand\w+|retent\w+|attend\w+|faites[ -](?:moi"
        r"|nous) signe|on (?:en reparle|se reparle|verra|en recause|se "
        r"rappelle))\b[^\n]{0,40}\b(?:quand|lorsque|une fois|après|passée?s?|la semaine du|d'ici"
        r"|dans (?:quelques|un|une|deux|trois|six)|à l'automne|au printemps|à la (?:rentrée|fin)"
        r"|l'an prochain|l'année|en (?:{month})|début|fin|mi-|courant|le mois|le trimestre|un "
        r"autre|ultérieur\w*|plus tard|{season})\b|\b(?:en plein|en pleine|en pleins|en cours "
        r"d[e'u]|au milieu d[e'u]|dans) (?:\w+ )?(?:déménage\w+|emménage\w+|fusion|rachat|travaux"
        r"|inventaire|audit|clôture|bilan|réorganisation|restructuration|vendanges|récolte|haute "
        r"saison|rush|bouclage|migration|salon|soldes|jus|les cartons|le jus|le rush)\b|\b(?:trop "
        r"tôt|prématuré\w*|pas avant|pour l'heure|dans le jus|tête dans le guidon|dans le rush"
        r"|charrette|pas une minute|pas une seconde|au four et au moulin|partie remise|on verra"
        r"|chaque chose en son temps|à remettre|remettons|reporter|repousser|décaler|mis\w* (?:en "
        r"veille|sur pause|de côté|entre parenthèses)|encore la main sur rien|passé les fêtes"
        r"|après les fêtes)\b|\b(?:quand|lorsque|une fois que?|dès que|après "
        r"que)\b[^\n]{0,50}\b(?:sera|seront|serai|serons|aura|aurai|aurons|aurez|auront)\b|\bje "
        r"prends mes fonctions\b|\bje (?:viens d'arriver|débute|commence)\b[^\n]{0,30}\b(?:poste"
        r"|mois|semaines?|mandat|fonctions?)\b",
        unless=r"jamais|\bne plus\b|\bdemain\b|pas intéress\w+|on verra bien|de retour|absent"
        r"|congé|aura(?:it)? (?:quitté|plaisir)|intéressera",
    ),
    _r(
        "later.as_long_as",
        _I.NOT_NOW,
        0.82,
        r"\b(?:tant que|laissez[ -](?:moi|nous)(?: le temps| d'abord| passer| finir| "
        r"souffler))\b[^\n]{0,80}|\b(?:je|nous|on) (?:vous )?(?:fais|ferai|ferons|fera|reviens"
        r"|reviendrai|reviendrons|recontacterai|recontacterons|recontacte|rappellerai|rappelle"
        r"|fait) (?:signe|vers vous|quand|dès|si|lorsque|en|après|à)\b",
        unless=r"tant que (?:vous|ça) |jamais|demain|tranquille",
    ),
    _r(
        "later.in_a_while",
        _I.NOT_NOW,
        0.78,
        r"\b(?:dans|d'ici) (?:un|une|deux|trois|quatre|six|quelques|\d+) (?:mois|semaines?"
        r"|trimestres?|ans?)\b[^\n]{0,30}|\b(?:rappel|recontact|écri|relanc"
        r"|reven)\w+[^\n]{0,15}\bdans (?:un|une|deux|trois|quatre|six|quelques|\d+) (?:mois"
        r"|semaines?)\b",
        unless=r"quitté|parti|retraite|ouvert|livr\w+|absent|jamais",
    ),
    _r(
        "later.waiting",
        _I.NOT_NOW,
        0.82,
        r"\b(?:attendons|attends|on attend|en attente|dans l'attente|attend) (?:encore )?(?:d[e'u]"
        r"|des|le|la|l'|les|que)[^\n]{0,40}\b(?:vote|budget|feu vert|validation|accord|arbitrage"
        r"|signature|nomination|décision|exercice|résultats?|ouverture)\b|\b(?:pris|prise|occupée?"
        r"|bloquée?|engagée?|surbookée?|retenue?) (?:\w+ )?jusqu'(?:à|au|en)\b|\bensuite,? (?:je"
        r"|on|nous) (?:regard\w+|verr\w+|verra|vous)\b",
        unless=r"attends (?:votre|vos)|absent|congé",
    ),
    _r(
        "later.not_before",
        _I.NOT_NOW,
        0.84,
        r"\b(?:pas|plus|rien|personne)\b[^\n]{0,50}\bavant (?:la |le |fin |début |mi-?|\d{1,2} "
        r")*(?:{month}|{season})|\b(?:recontact|rappel|reven|relanc|écri)\w+[^\n]{0,12}\bà ce "
        r"moment-là\b",
        unless=r"jamais|absent",
    ),
)

_NOT_INTERESTED = (
    _r(
        "no.not_interested",
        _I.NOT_INTERESTED,
        0.93,
        r"\b(?:se débrouille|faisons|fait) (?:très bien |bien )?sans\b|\b(?:pas|plus|aucun\w*|sans"
        r"|jamais|nullement|peu) (?:\w+ ){0,2}?(?:intéress\w+|intérêt|besoin|preneurs?"
        r"|demandeurs?|utile|nécessaire|suite|en recherche|à la recherche)\b|\bpas (?:besoin"
        r"|d'intérêt|de besoin|de budget|notre (?:priorité|cible|besoin|truc)|pour nous|prévu"
        r"|dans nos (?:projets|plans))\b|\b(?:ne|n') ?(?:nous |m'|me |nous )?(?:intéress\w+"
        r"|correspond\w*|souhait\w+|désir\w+|envisag\w+|donner\w*|donn\w+|recherch\w+|cherch\w+)"
        r" (?:pas|rien|plus|aucun\w*)\b",
        unless=r"preneur\w* d'|pour (?:le moment|l'instant)|en ce moment|souhait\w* plus (?:être"
        r"|recevoir|de)|plus être|pas (?:concerné\w* par (?:le|la) (?:commercial|vente))",
    ),
    _r(
        "no.no_thanks",
        _I.NOT_INTERESTED,
        0.9,
        r"\bpas (?:le|de|les|du) (?:budget|moyens)\b|^(?:non|nan)[,.! ]*(?:merci)?[.!) ]*$"
        r"|\bnon,? (?:merci|désolé\w*(?!.{0,40}pas (?:moi|la bonne|le bon)))\b|\bmerci,? (?:mais "
        r")?(?:non|nous|sans façon|ça ira|c'est gentil)\b|\bsans façon\b|\bnous (?:passons"
        r"|déclinons|refusons)\b|\bje (?:passe(?: mon tour)?|décline|refuse)\b|\bdécliner\b|\bpas "
        r"la peine\b|\bbonne (?:chance|continuation)\b",
        unless=r"je passe (?:le|la|votre|par)|merci,? mais nous (?:en|y)",
    ),
    _r(
        "no.supplied",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:liste d'attente|carnet (?:de commandes )?(?:est )?(?:plein|complet)|assez de"
        r" (?:clients|travail|commandes)|complets? jusqu)\b|\b(?:déjà|nous avons|on a|j'ai"
        r"|disposons)\b[^\n]{0,30}\b(?:prestataire\w*|fournisseur\w*|partenaire\w*|agence\w*"
        r"|équip\w+|outil\w*|en interne|solution\w*|contrat\w*|ce qu'il (?:nous )?faut|pourvu\w*"
        r"|servi\w*|sous contrat|quelqu'un)\b|\b(?:en interne|satisfaits?|comblés?|bien servis?"
        r"|tout ce qu'il (?:nous )?faut|bouche[ -]à[ -]oreille|carnet de commandes|réservée? par"
        r"|complets?)\b",
        unless=r"pas satisfait",
    ),
    _r(
        "no.said_plainly",
        _I.NOT_INTERESTED,
        0.88,
        r"\b(?:réponse|avis|retour|suite)\b[^\n]{0,20}\b(?:négati\w+|défavorable\w*)\b|\b(?:très "
        r"peu pour (?:moi|nous)|pas pantoute|ça ira(?: comme ça)?|on est (?:bien )?(?:comme ça"
        r"|correct\w*|bons|équipés?|parés?|couverts?)|nous sommes (?:\w+ )?(?:équipés?|parés"
        r"|couverts|pourvus|bien lotis))\b|\b(?:on|nous|j'|je) (?:a|avons|ai) (?:déjà |tout "
        r"|largement |tout à fait )*(?:ce qu'il (?:nous |me )?faut|quelqu'un|notre monde|nos "
        r"(?:gens|habitudes|prestataires|fournisseurs|commerciaux|vendeurs)|une équipe|assez|plus "
        r"de (?:clients|demandes|travail))\b|\bpas (?:notre|mon|ma|pour) (?:truc|tasse de thé"
        r"|genre|style|délire|façon|politique|méthode|modèle|philosophie|nous|moi)\b|\b(?:ne "
        r"|n')?(?:donner\w*|donn\w+) pas (?:de )?suite\b|\b(?:passer|passe|passerons|passons) "
        r"(?:mon|notre|son) tour\b|^(?:\w+[,.]? ){0,2}on (?:va )?passer?[.! ]*$|\b(?:vous "
        r")?perdez (?:pas )?votre temps\b|\bpas votre (?:client|cible|homme)\b|\bpas de ça chez "
        r"nous\b|\bon (?:s'en passe|s'en passera|se débrouille|refuse du monde|fait tout "
        r"nous-mêmes)\b|\b(?:hors budget|hors de prix|trop cher|trop petits?|pas les moyens|pas "
        r"l'utilité|pas l'usage|aucune utilité|aucun sens|ne sert à rien|inutile pour nous|ne "
        r"cherchons (?:pas|plus|personne)|cherchons pas|ne démarchons (?:pas|personne|jamais)|ne "
        r"prospectons (?:pas|jamais))\b|\b(?:le bouche[ -]à[ -]oreille|la recommandation|nos "
        r"habitués|notre réputation) (?:nous )?(?:suffi\w+|fait|marche)\b|\b(?:décliner|déclin\w+"
        r"|refus\w+|écart\w+|rejet\w+)\b[^\n]{0,20}\b(?:votre|l'|offre|proposition|invitation"
        r"|poliment)\b|\bça (?:ne )?(?:nous|m'|me) ?(?:dit|branche|tente|intéresse|parle) (?:pas"
        r"|rien|guère)\b|\bguère (?:intéress\w+|d'intérêt|utile)\b|\bsans intérêt\b|\bnenni\b"
        r"|^(?:bof|non)[,.! ]",
        unless=r"pour (?:le moment|l'instant)|en ce moment|si vous ne|pas moi|trop cher \?|cette "
        r"année|non,? (?:c'est|ce n'est) (?:pas )?moi|^non,? (?:désolé|mais)|pas la bonne",
    ),
    _r(
        "no.as_it_is",
        _I.NOT_INTERESTED,
        0.84,
        r"\b(?:ben|bien|très bien|corrects?|bons|heureux|contents?) (?:corrects? )?(?:de même"
        r"|comme ça|tels? quels?|ainsi)\b|\bmerci (?:pareil|quand même|tout de même|mais bon)\b"
        r"|\b(?:mais|donc|alors|bref|désolée?,?|sinon),? (?:c'est )?non\b[,.! ]*(?:merci)?[.! ]*$"
        r"|\bla dernière chose (?:dont|que)\b|\b(?:on|nous) (?:fait|faisons|gère|gérons) (?:\w+ "
        r"){0,3}?(?:nous-mêmes?|en interne|maison|à l'interne|à la maison)\b|\bbien (?:joué|essayé"
        r"|tenté)\b",
        unless=r"pour le moment|pour l'instant|cette année",
    ),
    _r(
        "no.as_we_are",
        _I.NOT_INTERESTED,
        0.83,
        r"\b(?:rest\w+|continu\w+|demeur\w+) (?:\w+ )?(?:comme (?:nous|on|ça|c'est|avant)|ainsi"
        r"|tels? quels?|à notre taille|petits?)\b|\b(?:fait|faisons) le choix de ne pas\b"
        r"|\bchoisi de ne pas\b|\bpréfér\w+ (?:ne pas|en rester|nous en tenir|décliner)\b"
        r"|\bmauvaises? expériences?\b|\bn'avons pas (?:ce|un tel|de tel) besoin\b",
        unless=r"ne pas (?:vous |me )?(?:être|recevoir)|plus recevoir|en rester là avec vos",
    ),
    _r(
        "no.idiom",
        _I.NOT_INTERESTED,
        0.8,
        r"\bon a déjà donné\b|\b(?:c'est tout vu|à d'autres|même pas en rêve|sans moi|sans nous"
        r"|merci bien)\b|\b(?:ne sommes|sommes|suis) pas concernée?s?\b|\b(?:déjà )?(?:essayé"
        r"|tenté|testé)\b[^\n]{0,40}\b(?:rien donné|pas marché|pas fonctionné|pas concluant|sans "
        r"succès)\b|\bne vo(?:yons|is) pas (?:l'intérêt|l'utilité|ce que|en quoi)\b",
        unless=r"pas concernée?s? par (?:le|la) (?:commercial|vente)",
    ),
    _r(
        "no.it_suffices",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:ça|cela) (?:nous |me )?(?:suffit|convient|marche|fonctionne|va) (?:\w+ )?(?:bien"
        r"|parfaitement|amplement|très bien|largement)\b|\bdepuis (?:\w+ )?ans (?:\w+ )?(?:sans"
        r"|comme ça|ainsi)\b",
        unless=r"\?|ça me va|me convient|suffit maintenant",
    ),
)

_WRONG_PERSON = (
    _r(
        "wrong.not_me",
        _I.WRONG_PERSON,
        0.86,
        r"^(?:désolé,? )?pas moi\b|\bvous vous trompez\b|\b(?:ce n'est|c'est|n'est|suis|n'ai|ne suis"
        r"|m'occupe|concerne|gère|ne) (?:\w+ ){0,3}?(?:pas|plus|rien|aucun\w*)\b (?:\w+"
        r" ){0,3}?(?:moi|mon (?:domaine|service|rayon|rôle|métier|poste|secteur)|ma (?:partie"
        r"|responsabilité|fonction|mission)|la bonne|le bon|de (?:ça|cela|ce|ces|la partie"
        r"|ventes?)|du commercial|concerné\w*|en charge|responsable|à voir|de mon ressort|celui"
        r"|celle|qui gère|compétent\w*)\b|\bne (?:m'occupe|gère|traite|suis) (?:pas|plus)\b"
        r"|\brien à voir\b|\b(?:mauvais\w*|mal) (?:personne|adresse|numéro|interlocuteur|service"
        r"|destinataire|contact|entreprise|société|porte)\b|\b(?:trompé\w*|trompez|erreur (?:de"
        r"|d')|par erreur|confond\w*|confusion)\b|\bpas de service (?:commercial|des ventes)\b"
        r"|\bpas (?:de|dans) (?:mon|la) (?:ressort|vente|commercial)\b",
    ),
    _r(
        "wrong.do_not_know",
        _I.WRONG_PERSON,
        0.83,
        r"\b(?:aucune idée|ne sais (?:pas|plus) (?:qui|à qui|du tout|vous)|sais pas|peux pas vous"
        r" (?:aider|renseigner|répondre|dire)|ne peux (?:pas|rien)|ne pourrai pas|pas en mesure"
        r"|ne connais pas|incapable de vous|ne communiquons pas|impossible de vous (?:dire|aider"
        r"|renseigner))\b",
        unless=r"ne sais pas (?:si|ce que)",
    ),
    _r(
        "wrong.my_job",
        _I.WRONG_PERSON,
        0.5,
        r"\bvous écrivez à (?:une?|la|l'|un) (?:\w+ )?(?:école|crèche|hôpital|mairie|particulier"
        r"|association|église|bibliothèque)|\bje suis (?:le|la|un|une)? ?(?:curé|prêtre"
        r"|institutrice|instituteur|infirmi\w+|médecin|agricult\w+|artiste|musicien\w*"
        r"|retraitée?)\b|\bnotre service (?:ne s'occupe que|se limite)\b|\bje (?:ne )?suis"
        r" (?:que |juste |seulement |simple |à la |au |en |le |la |un |une "
        r"|stagiaire)*(?:stagiaire|compta\w*|technicien\w*|alternante?|apprentie?|accueil"
        r"|standard\w*|secrétaire|ingénieure?|mécanicien\w*|professeure?|retraitée?|étudiante?"
        r"|logistique|production|rh|maintenance|informatique|particulier|infirmi\w+|qualité"
        r"|vendeu\w+ en)\b|\b(?:nous sommes|ici c'est|c'est) (?:une?|la|le) (?:\w+ )?(?:école"
        r"|mairie|association|hôpital|église|bibliothèque|musée|crèche|collège|lycée|université"
        r"|particulier)\b",
    ),
    _r(
        "wrong.elsewhere",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:pas|point) (?:du tout )?(?:à la bonne (?:adresse|porte|personne|place)|au bon "
        r"(?:endroit|numéro|service|étage|guichet)|la bonne personne|le bon (?:service|contact"
        r"|interlocuteur|numéro)|sur le bon)\b|\bpas (?:moi|nous) (?:qui|que)\b|\b(?:c'est|cé"
        r"|ben) (?:pas|po) (?:moi|nous|mon|ma|mes)\b|\b(?:erreur d'aiguillage|fausse route"
        r"|mauvaise pioche|mauvaise porte|mal (?:aiguillée?|renseignée?|orientée?|tombée?"
        r"|adressée?)|confondez|trompez de)\b|\b(?:ne relève|relève|dépend) (?:pas|aucunement"
        r"|nullement) (?:de )?(?:moi|mon|ma|mes|nous|notre)\b|\bpas (?:dans|de) (?:mes "
        r"(?:attributions|compétences|cordes|fonctions)|ma compétence|mon périmètre|mon ressort"
        r"|mon service|mon domaine)\b|\b(?:n'ai|ai|a) (?:pas|aucun\w*) (?:\w+ )?(?:voix au "
        r"chapitre|mot à dire|autorité|pouvoir de décision|compétence)\b|\b(?:simple (?:employée?"
        r"|exécutante?|salariée?|ouvri\w+|saisonni\w+|bénévole|intérimaire))\b|\b(?:je ne suis"
        r"|suis|ne suis) qu'(?:un|une|à)\b|\bje ne fais que\b|\b(?:j'ignore|je l'ignore|ignore "
        r"(?:qui|totalement|tout)|mystère|pas la moindre idée|aucune espèce d'idée|connais pas"
        r"|demandez (?:à )?quelqu'un d'autre)\b|\bje m'occupe (?:uniquement|seulement|juste"
        r"|exclusivement|que|moi,?) (?:de|du|des)\b|\b(?:chu|suis|chus) pas (?:\w+ )?(?:la|le|en "
        r"charge|responsable|aux ventes|dans)\b",
        unless=r"mauvaise? moment|erreur de (?:ma|notre) part|pas la bonne (?:personne|adresse) "
        r"pour (?:me|nous) vendre|ne (?:vous )?trompez",
    ),
    _r(
        "wrong.humble_job",
        _I.WRONG_PERSON,
        0.66,
        r"\b(?:je|j')(?:ne )? ?(?:conduis|opère|soude|nettoie|cuisine|répare|emballe|livre|peins"
        r"|usine|débite|enseigne|soigne|coupe|cous|monte|démonte|plante|récolte|programme|classe"
        r"|trie|balaie|balaye|garde|surveille|bosse|travaille|suis)\b (?:juste |seulement |que "
        r"|uniquement |moi |plutôt )*(?:à la (?:réception|compta\w*|cuisine|production|plonge"
        r"|cantine|chaîne|paie|plomberie)|à l'(?:atelier|entrepôt|accueil|usine)|au (?:stock"
        r"|magasin|labo\w*|garage|quai|sav)|en (?:cuisine|production|salle|atelier|compta\w*)|aux "
        r"(?:stocks|expéditions|achats|ressources humaines)|le ménage|la paie|des (?:machines"
        r"|camions|patients|enfants|élèves|colis|palettes)|une? (?:foreuse|grue|camion|pelle|tour"
        r"|presse|machine|bus|chariot|tracteur)|les (?:camions|colis|machines|commandes|palettes"
        r"|enfants|élèves|patients|dossiers|factures))\b",
        unless=r"commercial\w*|ventes?|responsable|gérant\w*|intéress\w*|patron\w*",
    ),
    _r(
        "wrong.may_not",
        _I.WRONG_PERSON,
        0.8,
        r"\bpas (?:habilitée?|autorisée?|mandatée?) à\b|\b(?:ici c'est|vous êtes|c'est) (?:au |à "
        r"la |le |la |l')(?:service technique|sav|standard|dépôt|comptabilité|accueil|atelier"
        r"|entrepôt|hotline|support|maison de retraite|crèche|mairie|particulier)\b"
        r"|\bdemandez-moi (?:quelque chose|un truc) de plus (?:facile|simple)\b",
    ),
)

_LEFT = (
    _r(
        "left.no_longer",
        _I.LEFT_COMPANY,
        0.93,
        r"\bparti\w* (?:travailler|ailleurs|à la concurrence|vivre)\b|\btravaille (?:maintenant "
        r"|désormais )?ailleurs\b|\b(?:a|ai|as|ont|avons|est|n'est|ne fait|ne travaille|n'est"
        r" plus|vient de|a récemment) (?:\w+ ){0,3}?(?:quitté\w*|quitter|démissionné\w*|parti\w*"
        r" (?:à la retraite|en retraite|de (?:l'entreprise|la société|chez|notre)|l'an|en|depuis"
        r"|vers|ailleurs|il y a)|pris sa retraite|décédé\w*|licencié\w*|retraité\w*|disparu\w*"
        r"|changé\w* (?:d'entreprise|de société|d'employeur|de travail))\b|\bne (?:travaille"
        r"|fait|collabore|exerce) plus\b|\bn'est plus (?:chez|parmi|dans|en poste|employé\w*"
        r"|salarié\w*|là|ici|avec nous|des nôtres|à (?:ce|son|notre))\b|\b(?:à la|en) retraite\b"
        r"|\bquitté (?:l'entreprise|la société|nos|notre|ses fonctions|son poste|le groupe"
        r"|\w+)\b|\bson départ\b|\bne fais plus partie\b|\bdécès\b",
        unless=r"\b(?:prestataire|fournisseur|agence|réunion|salle|réseau)\b|nous avons quitté"
        r"|parti\w* prenante?|parti\w* en (?:vacances|congés|déplacement)|je (?:ne "
        r")?travaille plus (?:sur|avec|ce)",
    ),
    _r(
        "left.gone",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:a|ai|ont|as) (?:\w+ ){0,3}?(?:mis les voiles|pris sa retraite|pris ma retraite"
        r"|tiré sa révérence|rendu (?:son|mon) (?:tablier|badge)|donné sa démission|donné ma "
        r"démission|claqué la porte|fait ses valises|changé de (?:crémerie|boîte|job|boulot|vie"
        r"|employeur|camp))\b|\bnous a quittée?s?\b|\b(?:a|ont) (?:\w+ ){0,2}?été (?:\w+ "
        r")?(?:licenciée?s?|remerciée?s?|débarquée?s?|mise?s? à la porte|limogée?s?)\b|\b(?:n'est"
        r"|est|n'es|suis|ne suis|sont) (?:plus|pus|pu) (?:\w+ )?(?:là|ici|icitte|chez|parmi|avec "
        r"nous|avec|des nôtres|de ce monde|en poste|dans (?:la|l'|notre|nos|cette)|employée?"
        r"|salariée?|dans nos)\b|\b(?:est|sont|suis) (?:\w+ ){0,2}?partie?s? (?:depuis|voilà|y a"
        r"|il y a|l'an|en (?:{month}|20)|fin|début|à la|vers|de (?:la|l'|chez|notre)|chez|pour"
        r"|sous d'autres|ailleurs|travailler)|\b(?:n'y|n'|ne|y|ni) ?(?:travaill\w+|boss\w+"
        r"|exerc\w+|œuvr\w+) (?:plus|pus|pu)\b|\b(?:ancienne?s?|ex)[ -](?:salariée?s?|employée?s?"
        r"|collègues?|collaborat\w+)\b|\b(?:son|mon) dernier jour\b|\bfin de (?:son|mon) contrat\b"
        r"|\b(?:j'ai quitté|j'ai démissionné|je suis partie?)\b",
        unless=r"parti\w* (?:prenante?|pour (?:la|une) (?:journée|semaine|réunion)|déjeuner|en "
        r"(?:congé|réunion))|parti\w* en (?:vacances|congés|déplacement|pause|voyage)|plus "
        r"(?:à la recherche|intéress|en charge|responsable|disponible)|plus (?:sur|avec) "
        r"(?:ce|cette) (?:dossier|projet)|travaill\w+ plus (?:sur|avec) ce",
    ),
    _r(
        "left.we_parted",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:nous sommes|on s'est) séparée?s? (?:de|d')|\bchez un (?:autre|nouvel) employeur\b"
        r"|\b(?:adresse|boîte) (?:était|appartenait)\b[^\n]{0,40}|\bil y a (?:eu )?(?:un "
        r")?licenciement\b",
    ),
)

_HINTS = (
    # Next to nothing, and heard only where nothing else is said.
    _r(
        "hint.no",
        _I.NOT_INTERESTED,
        0.34,
        r"\b(?:pas|non|rien|aucun\w*|jamais|sans|inutile|ne|trop cher)\b|\bn'",
    ),
    _r(
        "hint.my_job",
        _I.WRONG_PERSON,
        0.4,
        r"^(?:(?:bonjour|désolé\w*|euh)\b[,.!]? )*(?:je|nous|ici|c'est)\b (?:ne )?(?:suis|sommes"
        r"|travaille|fais|c'est)? ?(?:que |juste |seulement )?\w+",
        unless=r"commercial\w*|ventes?|intéress\w*|disponible|responsable|gérant\w*|volontiers",
    ),
    _r(
        "hint.mine",
        _I.RIGHT_PERSON,
        0.36,
        r"\b(?:moi|moi-même|mon (?:domaine|rôle|service)|à moi|chez moi)\b",
        unless=r"\b(?:pas|ne|aucun\w*)\b|\bn'|-moi",
    ),
    _r(
        "hint.later",
        _I.NOT_NOW,
        0.36,
        r"\b(?:plus tard|après|semaines?|mois|trimestre|année|prochain\w*|pour l'instant|le moment"
        r"|bientôt|{season}|{month})\b",
    ),
    _r(
        "hint.yes",
        _I.INTERESTED,
        0.36,
        r"\b(?:oui|d'accord|volontiers|intéress\w*|tarifs?|prix|devis|rendez-vous|rdv|appel\w*"
        r"|plaquette|infos?|dispo\w*)\b",
        unless=r"\b(?:pas|ne|aucun\w*|jamais)\b|\bn'",
    ),
)

_BESIDE_THE_POINT = (
    _r(
        "other.newsletter",
        _I.OTHER,
        0.6,
        r"\b(?:newsletter|se désabonner|voir (?:la version|dans votre navigateur)|webinaire"
        r"|promotion\w*|offre spéciale|inscrivez-vous)\b",
    ),
    _r(
        "other.private",
        _I.OTHER,
        0.55,
        r"\b(?:mamie|papi|mamy|papy|maman|papa|chéri\w*|bisous|anniversaire|barbecue|apéro|gâteau"
        r"|les enfants|babysitt\w*|mariage|baptême|pétanque|belote|souper de famille"
        r"|crémaillère)\b",
        unless=r"commercial\w*|clients?|anniversaire de l'entreprise",
    ),
    _r(
        "other.pitch",
        _I.OTHER,
        0.7,
        r"\b(?:référencement naturel|première page de google|backlinks?|crédit immédiat|profitez "
        r"(?:de|dès)|offre limitée|jusqu'à -?\d+ ?%|-\d+ ?%|code promo|vos concurrents|nous vous "
        r"proposons|boostez|découvrez (?:notre|nos)|essai gratuit|black friday)\b",
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
       r"\b(?:absente?s?|absence|en congés?|congé (?:maternité|parental|maladie|paternité|annuel"
       r"|sabbatique)|congés|vacances|en déplacement|déplacement professionnel|hors du bureau"
       r"|pas au bureau|pas (?:joignable|disponible)|indisponible|injoignable|en formation|arrêt"
       r" (?:maladie|de travail)|en voyage|en mission|(?:bureaux?|entreprise|société|magasin"
       r"|usine|atelier)[^\n]{0,30}fermé\w*|fermeture (?:annuelle|estivale)|fermés?)\b"),
    _r("auto.back", _I.OUT_OF_OFFICE, 0.76,
       r"\b(?:de retour|à mon retour|dès mon retour|mon retour|reprendr\w+|reprise|serai (?:de"
       r" nouveau )?(?:joignable|disponible|de retour)|en cas d'urgence|pour (?:toute )?urgence"
       r"|urgent\w*|en mon absence|pendant mon absence|durant mon absence|accès (?:limité"
       r"|restreint)|rouvr\w+|réouverture|je vous répondrai|répondrai)\b"),
    _r("auto.left", _I.LEFT_COMPANY, 0.93,
       r"\b(?:ai|a|avons|ont) (?:\w+ )?quitté\b|\bquitté (?:l'entreprise|la société|mes fonctions"
       r"|ses fonctions|le groupe)\b|\bne (?:fait|fais) plus partie\b|\bn'est plus (?:en poste"
       r"|employé\w*|salarié\w*|chez|à ce poste|parmi|joignable à cette|utilisée?|consultée?)\b"
       r"|\bne travaille plus\b|\b(?:à la|en) retraite\b|\b(?:adresse|boîte"
       r"|messagerie)\b[^\n]{0,30}\b(?:plus (?:active|valide|utilisée|consultée|relevée)"
       r"|désactivée|fermée|supprimée)\b|\bdécédé\w*"),
    _r("auto.received", _I.AUTO_ACKNOWLEDGEMENT, 0.86,
       r"\b(?:accusé (?:de )?réception|bien reçu|avons reçu|a été (?:\w+ )?(?:reçue?|enregistrée?"
       r"|prise? en compte|transmise? à nos|créée?)|prise? en compte|enregistrée? sous|numéro de"
       r" (?:dossier|ticket|demande|suivi)|ticket|votre demande|référence :? ?[a-z]*-?\d+"
       r"|dossier n°)\b"),
    _r("auto.will_answer", _I.AUTO_ACKNOWLEDGEMENT, 0.72,
       r"\b(?:merci|remercions|remercie)\b[^\n]{0,30}\b(?:pour votre (?:message|mail|e-mail|demande"
       r"|intérêt)|de (?:votre (?:message|mail|intérêt)|nous avoir contact\w*)|d'avoir"
       r" (?:contacté|pris contact)|l'intérêt)|\b(?:dans les (?:plus brefs|meilleurs) délais"
       r"|répondr\w+ (?:sous|dans|au plus)|reviendr\w+ vers vous|sous (?:24|48|72|\d+) ?h\w*"
       r"|jours ouvr\w+|message automatique|réponse automatique|généré automatiquement|envoyé"
       r" automatiquement|ne pas répondre|horaires d'ouverture|traiter\w* votre)\b"),
    _r("auto.challenge", _I.CHALLENGE, 0.93,
       r"\b(?:identifier|authentifier|confirmer|confirmez|valider|validez|vérifi\w+"
       r"|prouve\w*)\b[^\n]{0,80}\b(?:humain|robot|cliqu\w+|lien|expéditeur|identité|envoi"
       r"|adresse)\b|\b(?:filtre|protection|protégée?s?|système|logiciel) (?:\w+ )?anti-?spam\b"
       r"|\banti-?spam\b|\bcliqu\w+\b[^\n]{0,60}\b(?:délivr\w*|parvien\w*|remis|livr\w*|valid\w*"
       r"|confirm\w*)|\ben attente\b[^\n]{0,60}\b(?:valid|confirm|identif|cliqu)|\bquarantaine\b"
       r"|\bliste blanche\b|\bexpéditeurs? (?:autorisés?|approuvés?)\b"),
    _r("auto.address_changed", _I.AUTO_ACKNOWLEDGEMENT, 0.6, r"\bnouvelle adresse\b|\badresse"
        r" (?:mail |e-mail )?(?:a changé|change|devient)\b|\bchangement d'adresse\b"),
    *_BESIDE_THE_POINT,
)  # fmt: skip
