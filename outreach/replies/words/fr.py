"""French: what people answer to "qui s'occupe du commercial ?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|courriels?|messages?|courriers?|sollicitations?|publicités?"
        r"|spams?|relances?|newsletters?",
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
        r"\b(?:dés?ins?cri\w+|desins?cri\w+|désabonn\w+|desabonn\w+|unsubscri\w+)",
    ),
    _r(
        "optout.remove",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:m'|de m')oublier\b|\boubliez-moi\b|\b(?:retir\w+|supprim\w+|effac\w+|enlev\w+|ray\w+"
        r"|radi\w+|ôt\w+|sort\w+|exclu\w+|oubli\w+|suppression|retrait)\b(?:-(?:moi|nous|la|le"
        r"|les))?[^\n]{0,50}?\b(?:me|moi|m'|nous|mon|ma|mes|notre|nos|cette adresse|l'adresse"
        r"|adresse\w*|coordonnées|données|liste\w*|fichier\w*|base\w*|contact\w*|mailing\w*)\b"
        r"|\b(?:me|nous|m') ?(?:retirer|supprimer|enlever|rayer|désinscrire|effacer|sortir"
        r"|oublier|radier)\b|\bretirez-(?:moi|nous|la|le)\b",
        unless=r"oubli(?:é|er) de|sortir de",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.94,
        r"\b(?:ne|n')\b ?(?:plus |pas |jamais |me |nous |m'|veuillez |souhait\w+ |voul\w+ |veux "
        r"|désir\w+ )*(?:(?:me|nous|m') ?)?(?:contact\w*|écri\w+|ecri\w+|envoy\w+|sollicit\w*"
        r"|recev\w+|reçoi\w+|recontact\w*|relanc\w+|dérang\w+|importun\w+|harcel\w+|appel\w+"
        r"|être (?:contact|sollicit|démarch)\w+|adress\w+|démarch\w+)\b[^\n]{0,30}?\b(?:plus|pas"
        r"|jamais|{mail}|de votre part)\b|\bne (?:me|nous) (?:\w+ ){1,2}plus\b|\bplus (?:de"
        r"|aucun|aucune|jamais de) (?:\w+ )?(?:{mail}|contact|démarchage|prospection)\b|\bne"
        r" plus (?:me|nous|recevoir|être|m'|jamais)",
        unless=r"\bpas avant\b|hésit\w+|avant le|je ne l'ai pas reçu|n'ai (?:pas|rien) reçu",
    ),
    _r(
        "optout.stop",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:arrêt\w+|arret\w+|cess\w+|stop\w*|mettre fin|mettez fin|fini|assez|ça suffit|ca"
        r" suffit|marre|ras[ -]le[ -]bol|foutez|fichez|laissez)\b[^\n]{0,30}?\b(?:{mail}|m'|me"
        r"|nous|moi|écri\w+|envo\w+|contact\w*|relanc\w+|de (?:m'|nous|me)|harcèlement"
        r"|tranquille|paix|la paix|suffit|démarch\w+|ça)\b|\bça suffit\b|\blaissez-(?:moi|nous)"
        r" tranquille\b|\bdernier (?:avertissement|message|mail)\b",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:rgpd|cnil|gdpr|lcen|données personnelles|droit (?:d'opposition|à l'effacement|à"
        r" l'oubli|de retrait)|mise en demeure|avocat\w*|plainte|signal\w+ (?:comme|en) (?:spam"
        r"|indésirable)|signaler|signal-spam|indésirables?|non sollicit\w+|consentement|m'oppose"
        r"|m'y oppose|nous nous opposons|aucun droit|harcèlement|article (?:17|21|15)|comme la"
        r" loi|bloqu\w+ (?:votre|vos|vous|cette|cet)|poursuites?|jamais (?:donné|demandé"
        r"|autorisé|consenti|accepté)|spam)\b",
        unless=r"(?:dans|dossier|tombé|passé|arrivé|filtre|anti-?)[^\n]{0,15}(?:spam|indésirable)|je"
        r" suis avocat|cabinet d'avocat",
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
        r"|prenons|rendez-vous|rdv|un (?:appel|créneau|échange|point|café)|quand (?:êtes|pouvez"
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
        unless=r"mon rayon|mon domaine|bien moi|c'est moi|\b(?:ne|pas|aucun\w*|sans)\b(?! hésit)"
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
        r"\bpas (?:le|de|les|du) (?:budget|moyens)\b|^(?:non|nan)[,.! ]*(?:merci)?[.!) ]*$|\bnon,?"
        r" (?:merci|désolé\w*)\b|\bmerci,? (?:mais )?(?:non|nous|sans façon|ça ira|c'est"
        r" gentil)\b|\bsans façon\b|\bnous (?:passons|déclinons|refusons)\b|\bje (?:passe(?: mon"
        r" tour)?|décline|refuse)\b|\bdécliner\b|\bpas la peine\b|\bbonne (?:chance"
        r"|continuation)\b",
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
        unless=r"parti\w* en (?:vacances|congés|déplacement)|je (?:ne )?travaille plus (?:sur|avec|ce)",
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
