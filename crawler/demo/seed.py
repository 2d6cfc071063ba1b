"""The page that the project was born from, as a WordPress magazine would print it."""

from __future__ import annotations

PATH = "/articles-dossier/lex-bassin-minier-se-branche-sur-lecotransition"


def page() -> str:
    """Return the HTML of the article."""
    return _HEAD + _BODY + _AFTER


_HEAD = """<!doctype html>
<html lang="fr-FR"><head><meta charset="utf-8"><title>L’ex-bassin minier se branche sur l’écotransition - L'inspiration politique</title>
<meta property="og:site_name" content="L'inspiration politique"><meta property="og:type" content="article">
<meta name="description" content="Héritier d’un passé industriel glorieux, le Pôle Métropolitain de l’Artois veut développer une filière de l’écomobilité autour de la gigafactory d’ACC.">
<link rel="stylesheet" href="/wp-content/themes/magazine/style.css"></head>
<body class="post-template-default single single-post has-sidebar">
<header id="masthead" class="site-header"><a class="logo" href="/">L'inspiration politique</a>
<nav class="main-navigation"><ul class="menu"><li><a href="/innovation">Innovation</a></li><li><a href="/service">Service</a></li><li><a href="/abonnement">S’abonner</a></li></ul></nav></header>
<main id="primary"><article class="post type-post status-publish format-standard">
"""
_BODY = """<header class="entry-header"><div class="entry-rubrique kicker"><a href="/articles-dossier">Articles dossier</a>, <a href="/reportage">REPORTAGE</a></div>
<div class="label-abonne"><span>Contenu abonné</span></div>
<h1 class="entry-title">L’ex-bassin minier se branche sur l’écotransition</h1>
<div class="entry-chapo"><p>Héritier d’un passé industriel glorieux, le Pôle Métropolitain de l’Artois veut développer une filière de l’écomobilité autour de la gigafactory d’ACC.</p></div>
<div class="entry-meta"><div class="author-avatar"><a href="/author/la-redaction">La rédaction</a></div>
<div class="author-name"><a href="/author/la-redaction" rel="author">La rédaction</a></div>
<div class="posted-on">Publié le 28 juillet 2022</div></div></header>
<div class="entry-content"><p>« L’industrie est notre héritage », assure Alain Bavay, adjoint au maire d’Éleu-dit-Leauwette, vice-président de la Communauté d’agglomération de Lens-Liévin, et président du Pôle métropolitain de l’Artois. Né en 2016, ce syndicat mixte associe trois communautés d’agglomération : Lens-Liévin, Hénin-Carvin, et Béthune-Bruay Artois Lys Romane. Un territoire de 150 000 habitants et 150 communes, concentré autour de l’ancien bassin minier du Pas-de-Calais.Et un peu au-delà vers le nord, avec Isbergues et ses aciéries — ArcelorMittal a fermé sa dernière usine en 2006.</p>
<figure class="wp-block-image"><img src="/wp-content/uploads/2022/07/bavay.jpg" alt=""><figcaption>Alain Bavay, adjoint au maire d’Éleu-dit-Leauwette, vice-président de la Communauté d’agglomération de Lens-Liévin, et président du Pôle Métropolitain de l’Artois.</figcaption></figure>
<p>Malgré ses déboires, ce territoire compte toujours 25 000 emplois relevant de l’industrie, soit 17 % de l’emploi local. « Il reste pas mal de choses : de l’énergie, de l’automobile, de la plasturgie, de la mécanique… », précise Alain Bavay, « et développer l’industrie demeure pour nous une priorité. »</p>
<p>Les trois agglos s’inscrivent désormais dans le dispositif mis en place par l’État, Territoires d’industrie — la communauté d’agglomération de Béthune-Bruay ayant été rejointe en avril dernier par les deux autres. Pour l’élu, ce sera « une impulsion nouvelle pour l’ensemble du territoire avec notamment un apport en ingénierie important qui va nous permettre de passer un cap. »</p>
<div class="encart-lire"><p>À lire également dans l’Inspiration politique</p><p><a href="/articles-dossier/territoires-dindustrie">Territoires d’industrie :<br>1 800 projets accompagnés</a></p></div>
<p>Ce développement industriel, le territoire le veut respectueux d’un certain nombre de critères. « Nous sommes très engagés sur les processus d’écotransition », explique Alain Bavay, « et nous sommes reconnus territoire S3 [smart specialization strategy : stratégie de spécialisation intelligente] par la Région. Nous voulons un développement durable de notre territoire. Donc l’industrie que l’on souhaite, c’est une industrie du XXIe siècle qui prend en considération les aspects environnementaux et sociaux, indissociables les uns des autres. »</p>
<h2>Développer des filières</h2>
<p>Avec la région, le Pôle Métropolitain de l’Artois veut travailler sur le développement de filières. Saisissant l’opportunité offerte par l’arrivée sur son territoire de la gigafactory de batteries automobiles ACC (co-entreprise Saft/Stellantis), il mise ainsi sur l’écomobilité.</p>
<div class="bloc-abonnement"><p>L’inspiration politique réserve cet article à ses abonnés, mais serait ravie de vous compter parmi eux.</p><p><a href="/abonnement">Rejoignez une aventure éditoriale<br>libre et inspirante</a></p></div>
</div></article>
"""
_AFTER = """<section class="suggestions"><h2>ça peut vous intéresser</h2>
<div class="item"><p class="rubrique">Innovation</p><p>Première ville au monde à célébrer un mariage gay en 1989, Copenhague a adopté en 2019 un code de bonne conduite contre toutes les discriminations. Les sept secteurs administratifs que...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>Attractivité, emplois, rentrées financières… Une étude met en lumière le rôle capital joué par le musée pour sortir la ville du marasme économique provoqué par le déclin industriel....</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>Le flux d’immigrés arrivés ces dernières années en Italie déborde parfois les communes qui ne savent pas comment réagir. L’arrivée au gouvernement de Giorgia Meloni n’a pas calmé le climat,...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>La Beauté sauvera le monde est une initiative créée par la ville de Saint-Dizier, en 2021 en pleine crise du Covid. Elle met à profit les panneaux publicitaires de l’espace...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>La région, qui se voit comme « un partenaire essentiel des collectivités », n’entend pas décider à leur place des projets de territoire. Du 1er au 10 octobre dernier, elle a organisé les Forums des...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>Comment sensibiliser les enfants à la fabrique de leur ville ?  Ivry-sur-Seine, dans le Val-de-Marne, a proposé aux enfants d’exprimer leur ville idéale, en partenariat avec la Maison de l’architecture Île-de-France. Après un travail...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>Il fut un temps où un président de la République allait dîner chez les Français. À Mériel, ville de 5 500 habitants dans le Val-d’Oise, le maire répond deux fois par mois à des...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>Créer un Centre d’art contemporain et du patrimoine dans une ville d’à peine 12 000 habitants. C’est le projet audacieux lancé en 2016 par Jean-Yves Meyer, maire d’Aubenas, au coeur...</p></div>
<div class="item"><p class="rubrique">Innovation</p><p>La commune de Charmes, 4 500 habitants dans les Vosges, doit faire face à une situation contradictoire. Elle possède les taux de chômage et de pauvreté les plus élevés de la communauté d’agglomération d’Épinal dont elle...</p></div>
<div class="item"><p class="rubrique">Service</p><h3>Streetco</h3><p>Première application GPS piétonne collaborative</p></div></section></main>
<section class="newsletter"><h2>NE PERDEZ PAS L’INSPIRATION,</h2><h2>ABONNEZ-VOUS À LA NEWSLETTER</h2><form><input type="email"></form><p>Votre adresse de messagerie est uniquement utilisée pour vous envoyer les lettres d’information de la société Innomédias. Vous pouvez à tout moment utiliser le lien de désabonnement intégré dans la lettre d’information.</p><p><a href="/rgpd">En savoir plus sur la gestion de vos données personnelles et vos droits</a></p></section>
<section class="offre"><h2>Découvrez l'inspiration Politique<br>pour seulement 59€ par an !</h2><p>Rejoignez une aventure éditoriale<br>libre et inspirante</p></section>
<footer id="colophon"><p>© Innomédias</p></footer></body></html>
"""
