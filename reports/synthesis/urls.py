"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from labo_ess.accounts.roles import can_read_house
from labo_ess.accounts.url_roles import declare
from labo_ess.ui import navigation
from labo_ess.ui.tabs import register_tab
from reports.synthesis import passage_views, process_views, views

app_name = "synthesis"

ONE = "bureau/syntheses/<uuid:synthesis>/"
SECTION = f"{ONE}parties/<uuid:section>/"
SENTENCE = f"{ONE}phrases/<uuid:sentence>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("bureau/syntheses/", views.synthesis_list, name="list"),
    path("bureau/journees/<slug:slug>/synthese/", views.day, name="day"),
    path("bureau/collectifs/demarches/<slug:slug>/synthese/", process_views.process, name="process"),
    path(ONE, views.compose, name="compose"),
    path(f"{ONE}introduction/", views.front, name="front"),
    path(f"{ONE}lire/", views.read, name="read"),
    path(f"{ONE}pdf/", views.pdf, name="pdf"),
    path(f"{ONE}corbeille/", views.trash, name="trash"),
    path(f"{ONE}parties/", passage_views.new_section, name="new_section"),
    path(SECTION, views.section, name="section"),
    path(f"{SECTION}phrases/", passage_views.new_sentence, name="new_sentence"),
    path(f"{SECTION}reprendre/<uuid:extract>/", passage_views.take, name="take"),
    path(f"{SECTION}<slug:act>/", passage_views.act_on_section, name="section_act"),
    path(SENTENCE, views.sentence, name="sentence"),
    path(f"{SENTENCE}<slug:act>/", passage_views.act_on_sentence, name="sentence_act"),
    path(f"{ONE}sources/", passage_views.new_source, name="new_source"),
    path(f"{ONE}sources/<uuid:source>/<slug:act>/", passage_views.act_on_source, name="source_act"),
]

declare("reports:synthesis:list", "reader_page")
declare("reports:synthesis:day", "reader_page_team_form")
declare("reports:synthesis:process", "reader_page_team_form")
declare("reports:synthesis:compose", "reader_page")
declare("reports:synthesis:read", "reader_page")
declare("reports:synthesis:pdf", "reader_form")
declare("reports:synthesis:front", "team_page")
declare("reports:synthesis:section", "team_page")
declare("reports:synthesis:sentence", "team_page")
declare("reports:synthesis:*", "team_action")

register_tab("day", 80, "Synthèse", "reports:synthesis:day", can_read_house)
register_tab("process", 80, "Synthèse", "reports:synthesis:process", can_read_house)
navigation.entry(50, "Synthèses", "file-text", "reports:synthesis:list", can_read_house)
